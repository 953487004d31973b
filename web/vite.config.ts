import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { countryNames, world } from './build/world.ts';
import { page } from './build/page.ts';

/** The build-time data: `virtual:world` and `virtual:countries`. */
function virtualData(): Plugin {
  const make: Record<string, () => unknown> = { 'virtual:world': world, 'virtual:countries': countryNames };
  return {
    name: 'haven-data',
    resolveId: (id) => (id in make ? '\0' + id : undefined),
    load: (id) => {
      const f = make[id.slice(1)];
      // A string parsed at run time is read several times faster than an object literal.
      return f && id.startsWith('\0') ? `export default JSON.parse(${JSON.stringify(JSON.stringify(f()))})` : undefined;
    },
  };
}

export default defineConfig({
  plugins: [virtualData(), svelte(), page(process.env['HAVEN_PAGE'] ?? '../internal/report/page/report.html')],
  build: {
    outDir: 'dist',
    target: 'es2022',
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: true,
    rolldownOptions: { input: 'src/main.ts', output: { format: 'iife', entryFileNames: 'report.js', assetFileNames: 'report[extname]' } },
  },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node' } },
      { extends: true, test: { name: 'browser', include: ['test/browser/**/*.test.ts'], environment: 'node', testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false, expect: { poll: { timeout: 20_000 } } } },
    ],
  },
});
