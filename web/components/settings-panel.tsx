import { useState } from "preact/hooks";
import { type Identity, identity, signOut } from "../state/identity.ts";
import { becomeUser } from "../state/start.ts";
import { chooseTheme, type Theme, theme } from "../state/theme.ts";
import { userId } from "../state/user.ts";
import { PanelFrame } from "./panel-frame.tsx";

const THEMES: readonly { readonly choice: Theme; readonly words: string }[] = [
  { choice: "system", words: "As the device" },
  { choice: "light", words: "Light" },
  { choice: "dark", words: "Dark" },
];

const KEYS: readonly (readonly [string, string])[] = [
  ["Enter", "Send the question"],
  ["Shift Enter", "New line"],
  ["Esc", "Close what is open, or stop the answer"],
  ["/", "Write a question"],
  ["Ctrl K", "Search conversations"],
  ["Alt N", "New conversation"],
  ["Alt ↑ ↓", "Move between questions"],
];

/** Who asks, how the page looks, and its keys. */
export function SettingsPanel() {
  return (
    <PanelFrame title="Settings">
      {identity.value ? <SignedIn as={identity.value} /> : <NameForm />}
      <fieldset class="settings-group">
        <legend>Appearance</legend>
        <div class="segments">
          {THEMES.map(({ choice, words }) => (
            <label key={choice} class="choice">
              <input
                type="radio"
                name="theme"
                checked={theme.value === choice}
                onChange={() => chooseTheme(choice)}
              />
              <span>{words}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <section class="settings-group">
        <h3>Keyboard</h3>
        <dl class="keys">
          {KEYS.map(([key, words]) => (
            <div key={key}>
              <dt>
                {key.split(" ").map((one) => (
                  <kbd key={one}>{one}</kbd>
                ))}
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </section>
    </PanelFrame>
  );
}

function SignedIn({ as }: { readonly as: Identity }) {
  return (
    <section class="settings-group">
      <h3>Signed in</h3>
      <p class="quiet-words">
        As {as.userId}, in the role {as.role}. Answers show what this role may know.
      </p>
      <div class="settings-row">
        <button type="button" class="primary" onClick={signOut}>
          Sign out
        </button>
      </div>
    </section>
  );
}

function NameForm() {
  const [name, setName] = useState(userId.value);
  return (
    <form
      class="settings-group"
      onSubmit={(event) => {
        event.preventDefault();
        becomeUser(name);
      }}
    >
      <label for="user-name">Your name</label>
      <p class="quiet-words">
        Conversations and memory are kept under it. Nobody is asked to sign in here, so do not use
        it for secrets.
      </p>
      <div class="settings-row">
        <input
          id="user-name"
          value={name}
          maxLength={64}
          autocomplete="off"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button
          type="submit"
          class="primary"
          disabled={name.trim() === "" || name.trim() === userId.value}
        >
          Change
        </button>
      </div>
    </form>
  );
}
