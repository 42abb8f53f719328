import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` writes the next migration from `db/schema.ts`; `openDb` applies what is there. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './db/schema.ts',
  casing: 'snake_case',
  out: './db/migrations',
});
