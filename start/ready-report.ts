import { join } from 'node:path';
import { defaultDataDirectory, type LocalStack } from '../cli/connection.ts';
import { httpApi } from '../cli/http/api.ts';
import { counted, duration, grouped } from '../cli/output/numbers.ts';
import { table } from '../cli/output/table.ts';
import type { Shell } from '../cli/shell.ts';
import { usageOf } from '../cli/usage/query.ts';
import { billingReport } from './billing-report.ts';
import { demoMeters } from './demo/magazine.ts';
import type { DemoResult } from './demo/play.ts';
import type { Demo } from './demo-once.ts';

interface Ready {
  readonly stack: LocalStack;
  readonly pages: PageAddresses;
  readonly demo: Demo | undefined;
  /** Whether the demo is in the data, though it is not shown. */
  readonly hasDemo: boolean;
  /** As the person named it. */
  readonly directory: string;
  readonly shell: Shell;
  readonly startedAt: number;
  /** By the stack's clock, in milliseconds since 1970. */
  readonly now: number;
  /** Messages that were tried in vain and set aside. */
  readonly deadLetters: number;
  /** How it is started again, where it stops by itself now; else undefined. */
  readonly startAgain: string | undefined;
}

/** Where the console and the reference are, an author’s page and the magazine; undefined where they are not. */
interface PageAddresses {
  readonly console: string | undefined;
  readonly magazine: string | undefined;
  readonly docs: string | undefined;
  /** An author’s page, with a token in its fragment. */
  readonly payee: string | undefined;
  /** The checkpoint of the public log. */
  readonly log: string | undefined;
}

/** What a person who has just started Farthing wants to know. */
export async function readyReport({
  stack,
  pages,
  demo,
  hasDemo,
  directory,
  shell,
  startedAt,
  now,
  deadLetters,
  startAgain,
}: Ready): Promise<string> {
  const farthing = farthingFor(directory);
  const took = duration(shell.now() - startedAt);
  const heading = `\nFarthing runs at ${stack.url}, ready in ${took}. Its data is in ${directory}, its log in ${join(directory, 'runtime.log')}.\n${clockNote(now - shell.now(), now, farthing)}${deadLettersNote(deadLetters, farthing)}`;
  if (demo === undefined)
    return `${heading}${hasDemo ? notEmpty(directory) : ''}\n${tryNext({ stack, pages, startAgain }, emptyCommands(stack, farthing))}`;
  const { result, isNew, invoices } = demo;
  const from = result.start.slice(0, 10);
  const to = result.end.slice(0, 10);
  const played = isNew ? 'Played a month' : 'It holds a month';
  const [{ number, customer } = {}] = invoices.toReversed();
  const example = typeof number === 'string' ? number : '';
  const payer = typeof customer === 'string' && pages.log !== undefined ? customer : undefined;
  return [
    heading,
    `${played} of a small magazine, ${from} to ${to}: ${counted(result.events, 'event')}, ${counted(result.customers, 'customer')}, ${counted(result.meters, 'meter')}.\n`,
    await totalsTable(stack, result, shell),
    billingReport(demo, { directory, url: stack.url, farthing }),
    tryNext(
      { stack, pages, startAgain },
      demoCommands(stack, { from, to, farthing, example, payer }),
    ),
  ].join('\n');
}

/** How a command is run against the data of a directory, as the person named it. */
export const farthingFor = (directory: string): string =>
  directory === defaultDataDirectory
    ? 'npm run farthing --'
    : `npm run farthing -- --data ${directory}`;

/** That there are dead letters, and what to do; nothing where there are none. */
export const deadLettersNote = (count: number, farthing: string): string =>
  count === 0
    ? ''
    : `${counted(count, 'message')} could not be worked off: \`${farthing} dlq list\` says what they are, \`${farthing} dlq redrive --all\` tries them again.\n`;

/** `--empty` plays no demo; it takes none away. */
const notEmpty = (directory: string): string =>
  `It is not empty: the demo was played into ${directory} before, with its meters, plans and customers. For nothing but your own, start with another \`--data DIR\`, or delete ${directory} first.\n`;

/** The clock stays where it was set, also over a restart. */
const clockNote = (aheadMs: number, now: number, farthing: string): string =>
  Math.abs(aheadMs) < 60_000
    ? ''
    : `Its test clock says ${new Date(now).toISOString()}; \`${farthing} clock reset\` brings it back to the time of this machine.\n`;

async function totalsTable(stack: LocalStack, demo: DemoResult, shell: Shell): Promise<string> {
  const api = httpApi({ ...stack, shell });
  const rows = await Promise.all(
    demoMeters.map(async ({ key, ...meter }) => {
      const { rows: usage } = await usageOf(api, { meter: key, from: demo.start, to: demo.end });
      const value = usage.reduce((sum, row) => sum + Number(row.value), 0);
      const how = 'value' in meter ? `${meter.aggregation} of ${meter.value}` : meter.aggregation;
      return [key, `${how}, ${meter.eventType}`, grouped(value)];
    }),
  );
  const columns = [
    { title: 'meter' },
    { title: 'adds up' },
    { title: 'usage', align: 'right' } as const,
  ];
  return table(columns, rows);
}

function tryNext(
  { stack: { apiKey, tenant }, pages, startAgain }: Pick<Ready, 'stack' | 'pages' | 'startAgain'>,
  commands: readonly string[],
): string {
  const [before, after] =
    startAgain === undefined
      ? ['', ' Ctrl-C stops it; the data stays.']
      : [
          `It stops now; the data stays. Start it again with \`${startAgain}\`: what follows works while it runs.\n`,
          '',
        ];
  const list = commands.map((command) => `  ${command}\n`).join('');
  return `${before}${inBrowser(pages, { apiKey, tenant })}Try next, from another terminal:\n${list}\nThe API key is ${apiKey}.${after}\n`;
}

/** The key is in the fragment, which browsers send to nobody, and the console takes out of the address at once. */
function inBrowser(
  { console, magazine, docs, payee, log }: PageAddresses,
  { apiKey, tenant }: Pick<LocalStack, 'apiKey' | 'tenant'>,
): string {
  const lines = [
    ...(console === undefined
      ? []
      : [`  console    ${console}#key=${encodeURIComponent(apiKey)}\n`]),
    ...(magazine === undefined ? [] : [`  magazine   ${magazine}/, paid by the page\n`]),
    ...(payee === undefined ? [] : [`  an author  ${payee}\n`]),
    ...(docs === undefined ? [] : [`  reference  ${docs}\n`]),
    ...(log === undefined ? [] : [`  public log ${log}, of the tenant ${tenant}\n`]),
  ];
  return lines.length === 0 ? '' : `In a browser:\n${lines.join('')}\n`;
}

const demoCommands = (
  stack: LocalStack,
  asked: {
    readonly from: string;
    readonly to: string;
    readonly farthing: string;
    /** An invoice's number. */
    readonly example: string;
    /** Whose bills can be checked; undefined where no log has them yet. */
    readonly payer: string | undefined;
  },
) => {
  const { from, to, farthing, example, payer } = asked;
  return [
    `${farthing} explain ${example} 1`,
    ...(payer === undefined
      ? []
      : [`${farthing} proofs customer ${payer} -o bills && node verify/verify.mjs bills`]),
    curl(stack, `/v1/usage?meter=views&from=${from}&to=${to}&window=day`),
    `${farthing} usage --meter api_calls --from ${from} --to ${to} --group-by endpoint`,
    `${farthing} import /var/log/apache2/access.log --site mine --set-clock`,
  ];
};

const emptyCommands = (stack: LocalStack, farthing: string) => [
  `${farthing} init ../my-service`,
  `${farthing} apply ../my-service`,
  `${farthing} send ../my-service/events.ndjson`,
  `${farthing} usage --meter api_calls`,
  curl(stack, '/v1/meters'),
];

const curl = ({ url, apiKey }: LocalStack, path: string): string =>
  `curl -H 'Authorization: Bearer ${apiKey}' '${url}${path}'`;
