// The report page's template: one HTML file with the script and the styles in
// it, and a mark where `haven` puts the data of a run.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plugin } from 'vite';

/** Where internal/report puts the title and the data. Kept in step with write.go. */
export const titleMark = '<!--haven:title-->';
export const dataMark = '<!--haven:data-->';

/** Writes the template to a file when the bundle is built. */
export function page(file: string): Plugin {
  return {
    name: 'haven-page',
    apply: 'build',
    enforce: 'post',
    writeBundle(_options, bundle) {
      let script = '';
      let style = '';
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk') script += part.code;
        else if (part.fileName.endsWith('.css')) style += part.source as string;
      }
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, template(script.trim(), style.trim()));
    },
  };
}

/** Puts script and style into the page; a policy forbids it to load anything. */
export function template(script: string, style: string): string {
  // The HTML parser must not find the end of the script within the script.
  const safe = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const hash = createHash('sha256').update(safe).digest('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${titleMark}</title>
<style>${style}</style>
</head>
<body>
<div id="report"><noscript><p>This report draws its charts with a script that is part of this file; it loads nothing from outside. Please allow scripts for it.</p></noscript></div>
<script type="application/json" id="data">${dataMark}</script>
<script>${safe}</script>
</body>
</html>
`;
}
