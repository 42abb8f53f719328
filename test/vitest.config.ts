import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` (pure, quick, first) and `integration` (real servers, databases, GitHub emulator, Chromium).
 * Orders begin at 1: with one worker Vitest puts what has order 0 last.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          root: import.meta.dirname,
          include: ['**/*.test.ts'],
          exclude: ['**/*.integration.test.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'integration',
          root: import.meta.dirname,
          include: ['**/*.integration.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
