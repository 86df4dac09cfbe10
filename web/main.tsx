import { render } from "preact";
import { App } from "./components/app.tsx";
import { fetchRestWhenIdle } from "./components/lazy.ts";
import { start } from "./state/start.ts";
import "./styles/main.css";

const root = document.getElementById("app");
if (root === null) throw new Error('Cannot show the page: no element with the id "app"');
render(<App />, root);
start();
fetchRestWhenIdle();
