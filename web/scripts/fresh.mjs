// Says whether the committed page is what the sources build: npm run check:fresh.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');
const committed = join(web, '../internal/report/page/report.html');
const folder = mkdtempSync(join(tmpdir(), 'haven-fresh-'));
process.chdir(web);
process.env.HAVEN_PAGE = join(folder, 'report.html');
await build({ root: web, logLevel: 'error', build: { outDir: join(folder, 'dist'), emptyOutDir: true } });
const fresh = readFileSync(process.env.HAVEN_PAGE, 'utf8') === readFileSync(committed, 'utf8');
rmSync(folder, { recursive: true, force: true });
if (!fresh) {
  console.error('internal/report/page/report.html is stale: run npm run build in web/ and commit what it writes');
  process.exit(1);
}
console.log('internal/report/page/report.html is fresh');
