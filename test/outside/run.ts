import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApiDocument } from '../../core/contract/openapi.ts';
import { LocalFarthing } from '../e2e/support/local-stack.ts';
import synthesizeOnce from '../e2e/support/synthesize-once.ts';
import { analyticsFaults } from './analytics/analytics.ts';
import { billSomething } from './bill-something.ts';
import { consoleFaults } from './console.ts';
import { docsFaults } from './docs.ts';
import { programFaults } from './example-programs.ts';
import { chainFaults } from './gate/chain.ts';
import { gateFaults } from './gate/clients.ts';
import { privateFaults } from './gate/private.ts';
import { viewsFaults } from './gate/views.ts';
import { hostilePage } from './hostile-page.ts';
import { installedCommand } from './installed-command.ts';
import { gatedFaults, gatedOnEngines } from './library/gated.ts';
import { killedSender } from './library/killed.ts';
import {
  inPage,
  installLibrary,
  lintPackage,
  onEveryEngine,
  runExamples,
  writeExamples,
} from './library/library.ts';
import { onWorkers } from './library/workers.ts';
import { logsFaults } from './logs/logs.ts';
import { magazineFaults } from './magazine.ts';
import { monthFaults } from './month/month.ts';
import { othersSdks } from './others/others.ts';
import { otlpFaults } from './otlp/otlp.ts';
import { packedConstruct } from './packed-construct.ts';
import { payoutsFaults } from './payouts/payouts.ts';
import { collectingFaults } from './rails/collecting.ts';
import { marketplaceFaults } from './rails/marketplace.ts';
import { cappedFaults } from './spend/capped.ts';
import { tool } from './tool.ts';
import { yearFaults } from './year/year.ts';

/**
 * The reference as a stranger has it: linted, generated from by openapi-typescript, type-checked in a program of
 * theirs, and that program run against a stack on this machine. Then a stack as a web page of another origin has it;
 * the construct, packed and installed, in a CDK app of theirs; the client library, installed, on every engine that is
 * here, in a page, and in a process that is killed; programs on the SDKs of others, as these were published; a month
 * that OpenTelemetry's own SDK sends; what is
 * due, collected by a stand-in for Stripe that Stripe's own library is run against; the
 * examples that send, by the commands of their pages; the console, used by keyboard; the magazine, read and paid for;
 * the command line, installed from its folder; a month of payers that ask before they use; articles behind the gate,
 * paid by public clients, also privately, and on a chain; the contract that pays payees, on chains of this machine;
 * usage that AWS Marketplace bills; public logs, as Go and Sigstore read them; exports, as DuckDB reads them; and a
 * year of a business, held against what ledger programs and official rules say of it. `npm run test:outside -- console`
 * runs one part, or several.
 * Ends with 1 when anything fails or is missing.
 */

const here = import.meta.dirname;
const generated = join(here, 'generated');
const reference = join(generated, 'openapi.json');
const types = join(generated, 'interface.ts');

/** What the program must have listed; each is of a member that a client could not reach without a type for it. */
const listed: Readonly<Record<string, RegExp>> = {
  'an invoice with issue date and due date':
    /invoice \S+, issued 2026-04-01, due 2026-0[45]-\d\d: \d/,
  'seller and buyer': /from Magazine GmbH, Berlin, DE to Press Review, Luxembourg, LU/,
  'a line with its plan and steps':
    /by plan reader of 2026-01-01, tier 1: 1 × 0\.5, tier 2: 3 × 0\.25/,
  'a credit note with its reason': /credit note \S+ of \S+: an outage/,
  'a statement with its reason': /statement: below-minimum, below 0\.3/,
  'why a month is parked': /run of 2026-04: done.* press parked quarantine-open: ./,
  'the code of a problem': /refused: invoice\.not-found/,
};

/** The same of what the client library reads. */
const read: Readonly<Record<string, RegExp>> = {
  'customers, page by page':
    /customer press: Press Review\n(?:customer .*\n)*customer radio: Radio/,
  'usage, page by page': /usage of press: 4\nusage of radio: 2/,
  'an invoice': /invoice \S+: \d+[.]\d\d EUR, 1 line/,
  'an invoice as PDF': /pdf is pdf, as said: true/,
  'an invoice as CSV': /csv is csv, as said: true/,
  'a statement': /statement: below-minimum, below 0[.]3/,
  'a preview': /preview of press: (?:invoice|statement)/,
  'the class of an error': /refused: invoice[.]not-found/,
};

const missingIn = (printed: string, expected: Readonly<Record<string, RegExp>>): string[] =>
  Object.entries(expected)
    .filter(([, pattern]) => !pattern.test(printed))
    .map(([what, pattern]) => `not printed: ${what}, as ${String(pattern)}`);

/** The reference, linted and generated from; and what a billed month is read with lacks. */
async function readMonth(): Promise<readonly string[]> {
  await writeFile(reference, JSON.stringify(openApiDocument(), undefined, 1));
  await tool('node_modules/@redocly/cli/bin/cli.js', 'lint', '--config', 'redocly.yaml', reference);
  await tool('node_modules/openapi-typescript/bin/cli.js', reference, '--output', types);
  // What is type-checked with it uses the library as it is installed.
  await lintPackage(await installLibrary());
  await writeExamples();
  await tool('node_modules/typescript/bin/tsc', '--project', here);
  const farthing = await LocalFarthing.started();
  try {
    await billSomething(farthing);
    const { url, apiKey } = farthing.stack;
    return [
      ...missingIn(
        await tool('client/list-invoices.ts', url, apiKey, '2026-03', '2026-04'),
        listed,
      ),
      ...missingIn(await tool('client/read-with-library.ts', url, apiKey, '2026-03'), read),
      ...(await programFaults(farthing)),
    ];
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}

/** What went wrong with the client library. */
async function libraryFaults(): Promise<readonly string[]> {
  await lintPackage(await installLibrary());
  const examples = await writeExamples();
  return [
    ...(await onEveryEngine()),
    ...(await onWorkers()),
    ...(await runExamples(examples)),
    ...(await gatedFaults()),
    ...(await gatedOnEngines()),
    ...(await inPage()),
    ...(await killedSender()),
  ];
}

/** Each by its name, in the order in which all are run: what it finds is answered. */
const parts: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  reference: readMonth,
  page: hostilePage,
  console: consoleFaults,
  docs: docsFaults,
  magazine: magazineFaults,
  construct: packedConstruct,
  library: libraryFaults,
  others: othersSdks,
  otlp: otlpFaults,
  rails: collectingFaults,
  marketplace: marketplaceFaults,
  command: installedCommand,
  spend: cappedFaults,
  month: monthFaults,
  gate: gateFaults,
  chain: chainFaults,
  private: privateFaults,
  views: viewsFaults,
  logs: logsFaults,
  analytics: analyticsFaults,
  payouts: payoutsFaults,
  year: yearFaults,
};

const asked = process.argv.slice(2);
for (const name of asked.filter((one) => !Object.hasOwn(parts, one))) {
  console.error(`there is no part ${name}: name some of ${Object.keys(parts).join(', ')}, or none`);
  process.exit(1);
}
await synthesizeOnce();
await mkdir(generated, { recursive: true });
const faults: string[] = [];
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  faults.push(...(await run()));
}
for (const what of faults) console.error(what);
process.exit(faults.length === 0 ? 0 : 1);
