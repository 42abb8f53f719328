/** `npm run bench`: runs every benchmark of this folder, or the ones named: `npm run bench -- classify`. */
import { readdirSync } from 'node:fs';

const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !['run.ts', 'seed.ts'].includes(file) && !file.includes('.shapes.'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();
const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const unknown = asked.filter((name) => !all.includes(name));

if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  process.exitCode = 1;
} else {
  for (const name of asked.length > 0 ? asked : all) {
    console.log(`# ${name}`);
    const { bench } = (await import(`./${name}.ts`)) as { bench: () => Promise<void> | void };
    await bench();
  }
}
