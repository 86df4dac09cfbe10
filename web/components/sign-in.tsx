import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api/http.ts";
import { issueToken, readCaller, readSignIn, type SignInWays } from "../api/sign-in.ts";
import { draft } from "../state/draft.ts";
import { signIn } from "../state/identity.ts";
import { userId } from "../state/user.ts";
import { chooseWorkspace } from "../state/workspaces.ts";
import { Mark } from "./icon.tsx";

/** In place of the page: who asks? */
export function SignIn() {
  const [ways, setWays] = useState<SignInWays>();
  const [problem, setProblem] = useState("");
  const attempt = (work: () => Promise<void>) => {
    setProblem("");
    work().catch((thrown: unknown) => setProblem(wordsOf(thrown)));
  };
  useEffect(() => attempt(async () => setWays(await readSignIn())), []);
  return (
    <main class="sign-in">
      <div class="sign-in-head">
        <Mark />
        <h1>Sign in to InsightAgent</h1>
      </div>
      <p class="quiet-words">
        What you may see depends on your role.
        {draft.value.trim() !== "" && " What you were writing is kept."}
      </p>
      {ways?.mode === "dev" && <RoleForm ways={ways} attempt={attempt} />}
      {ways?.mode === "jwt" && <TokenForm attempt={attempt} />}
      {ways?.mode === "none" && (
        <button type="button" class="primary" onClick={() => location.reload()}>
          Go on
        </button>
      )}
      <p class="sign-in-problem" role="alert">
        {problem}
      </p>
    </main>
  );
}

type FormProps = { readonly attempt: (work: () => Promise<void>) => void };

/** For trying: any role, under any name; the page opens where that role is one. */
function RoleForm({ ways, attempt }: FormProps & { readonly ways: SignInWays }) {
  const [first] = ways.workspaces;
  const [name, setName] = useState(userId.value);
  const [{ role, at }, choose] = useState({ role: first?.roles[0]?.name ?? "", at: first?.name });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt(async () => {
          const user = name.trim();
          const { token } = await issueToken(user, role);
          if (at !== undefined) chooseWorkspace(at);
          signIn({ token, userId: user, role });
        });
      }}
    >
      <label for="sign-in-name">Your name</label>
      <input
        id="sign-in-name"
        value={name}
        maxLength={64}
        autocomplete="off"
        onInput={(event) => setName(event.currentTarget.value)}
      />
      {ways.workspaces.map(({ name: workspace, title, roles }) => (
        <fieldset key={workspace}>
          <legend>Your role at {title}</legend>
          {roles.map((one) => (
            <label key={one.name} class="sign-in-role">
              <input
                type="radio"
                name="role"
                checked={role === one.name && at === workspace}
                onChange={() => choose({ role: one.name, at: workspace })}
              />
              <span>
                {one.name} {saysMore(one) && <small>{one.title}</small>}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      <button type="submit" class="primary" disabled={name.trim() === "" || role === ""}>
        Sign in
      </button>
      <p class="quiet-words">
        This service runs on this machine for trying: anyone here may take any role.
      </p>
    </form>
  );
}

/** False where the title is the name once more, in words or of several. */
function saysMore({ name, title }: { readonly name: string; readonly title: string }): boolean {
  const plain = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  return ![plain(name), `${plain(name)}s`].includes(plain(title));
}

/** For a token that the company's sign-in service gave. */
function TokenForm({ attempt }: FormProps) {
  const [text, setText] = useState("");
  const token = text.trim().replace(/^Bearer\s+/i, "");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt(async () => signIn({ token, ...(await readCaller(token)) }));
      }}
    >
      <label for="sign-in-token">Your session token</label>
      <textarea
        id="sign-in-token"
        rows={4}
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p class="quiet-words">
        Your company's sign-in service gives it to you. It stays in this tab and ends with it.
      </p>
      <button type="submit" class="primary" disabled={token === ""}>
        Sign in
      </button>
    </form>
  );
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof ApiError ? thrown.message : "Something went wrong in this page";
}
