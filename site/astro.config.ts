import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

/** Server-rendered from the database; `serve.ts` owns the HTTP server and hands the database in. */
export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'middleware', bodySizeLimit: 1024 }),
  session: false,
  trailingSlash: 'ignore',
  devToolbar: { enabled: false },
  // The content policy allows neither inline styles nor inline scripts.
  build: { inlineStylesheets: 'never' },
  vite: { build: { assetsInlineLimit: 0 }, ssr: { external: ['@resvg/resvg-js'] } },
});
