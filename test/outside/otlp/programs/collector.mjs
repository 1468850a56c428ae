import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** Prints the configuration of a collector that a page has, as JSON. */
const [page] = process.argv.slice(2);
const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(await readFile(page, 'utf8')) ?? [];
console.log(JSON.stringify(parse(text)));
