import { render } from "preact";
import { App } from "./components/app.tsx";
import { fetchRestWhenIdle } from "./components/lazy.ts";
import { start } from "./state/start.ts";
import "./styles/main.css";

const root = document.getElementById("app");
if (root === null) throw new Error('Cannot show the page: no element with the id "app"');
// What stands there until the page is drawn.
root.replaceChildren();
render(<App />, root);
start();
fetchRestWhenIdle();
