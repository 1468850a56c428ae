import { randomUUID } from 'node:crypto';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { AnswerFailure } from '../http/problem.ts';
import { textOfUnits, unitsOf } from '../output/decimals.ts';
import { counted } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { documentBy, pathOf, pathOn, post, postUnderKey } from './record-on.ts';

interface IssueOptions {
  readonly period?: string;
  readonly reason: string;
}

interface VoidOptions {
  readonly reason: string;
  readonly forgive?: boolean;
}

interface CreditOptions {
  readonly reason: string;
  readonly line?: readonly string[];
  readonly key?: string;
}

const whyText = 'why, for whoever audits it';

/** What a person says of drafts and invoices: that one is right, never was, or is given back. */
export function addRecordCommands({ program, run }: CommandLine): void {
  program
    .command('issue')
    .description('Issue a draft that is parked for a person, or all drafts of a month')
    .argument('[draft]', 'its id, as `farthing invoices --status draft --period …` shows it')
    .option('--period <month>', 'YYYY-MM: all of its drafts, instead of one')
    .requiredOption('--reason <text>', whyText)
    .action(
      run(async (session, draft: string | undefined, options: IssueOptions) =>
        issue(session, draft, options),
      ),
    );
  program
    .command('void')
    .description('Make an invoice void; its month is billed again unless that is forgiven')
    .argument('<number>')
    .requiredOption('--reason <text>', whyText)
    .option('--forgive', 'leave its month closed, and charge nothing for it')
    .action(
      run(async (session, number: string, { reason, forgive = false }: VoidOptions) => {
        const afterwards = forgive ? 'forgive' : 'rebill';
        const path = await pathOn(session, number, 'void');
        const answer = await post(session, path, { reason, afterwards });
        if (session.isJson) session.printJson(answer);
        else {
          const then = forgive
            ? 'its month stays closed'
            : 'its month is open, and is billed again';
          session.shell.out(`${printable(number)}: void; ${then}\n`);
        }
        return exitCode.ok;
      }),
    );
  program
    .command('credit')
    .description('Give back an invoice, or part of it, by a credit note')
    .argument('<number>')
    .requiredOption('--reason <text>', whyText)
    .option('--line <line=amount...>', 'only so much of these lines, without tax')
    .option(
      '--key <key>',
      'the same is the same credit note, and counts once; one of its own where left out',
    )
    .action(run(credit));
  program
    .command('write-off')
    .description('Write off what is due of an invoice; money that comes later takes that back')
    .argument('<number>')
    .requiredOption('--reason <text>', whyText)
    .option('--key <key>', 'the same is the same write-off; one of its own where left out')
    .action(run(writeOff));
}

interface WriteOffOptions {
  readonly reason: string;
  readonly key?: string;
}

async function writeOff(
  session: Session,
  number: string,
  { reason, key }: WriteOffOptions,
): Promise<number> {
  const path = await pathOn(session, number, 'write-off');
  const answer = await postUnderKey(session, path, { reason }, key);
  if (session.isJson) session.printJson(answer);
  else {
    const { paymentState, currency } = isJsonObject(answer['invoice']) ? answer['invoice'] : {};
    const [status = '', off = '0.00'] = [
      textAt(paymentState, 'status'),
      textAt(paymentState, 'amountWrittenOff'),
    ];
    const how = answer['isNew'] === false ? 'was written off before' : 'written off';
    const line = `${number}: ${status}; ${off} ${String(currency)} ${how}`;
    session.shell.out(`${printable(line)}\n`);
  }
  return exitCode.ok;
}

async function credit(
  session: Session,
  number: string,
  { reason, line = [], key = randomUUID() }: CreditOptions,
): Promise<number> {
  const lines = line.map(lineFrom);
  const body = { reason, ...(lines.length === 0 ? {} : { lines }) };
  const before = await documentBy(session, number);
  const path = pathOf(before, number, 'credit-notes');
  const answer = await post(session, path, body, key).catch((error: unknown) => {
    if (mayBeDone(error)) session.shell.err(onceMore(key));
    throw error;
  });
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${printable(`${number}: ${creditedLine(answer, before)}`)}\n`);
  return exitCode.ok;
}

/** What was credited, and what of the money that had paid the invoice is free by that. */
function creditedLine(answer: JsonObject, before: JsonObject): string {
  const note = noteOf(answer);
  if (answer['isNew'] === false) return `was credited by ${note} before`;
  const after = isJsonObject(answer['invoice']) ? answer['invoice'] : {};
  const currency = textAt(after, 'currency') ?? '';
  const moreOf = (member: string): bigint =>
    unitsOf(textAt(after['paymentState'], member)) -
    unitsOf(textAt(before['paymentState'], member));
  const freed = -moreOf('amountPaid');
  return [
    `${amountText(moreOf('amountCredited'))} ${currency} credited by ${note}, with tax`,
    ...(freed > 0n ? [`${amountText(freed)} ${currency} that was paid is unapplied now`] : []),
  ].join('; ');
}

/** With two digits after the point, and more where there are more. */
const amountText = (units: bigint): string => {
  const [whole = '', fraction = ''] = textOfUnits(units).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
};

/** Of what was refused nothing is done; of what was not answered, or is in trouble, nobody knows. */
const mayBeDone = (error: unknown): boolean =>
  !(error instanceof AnswerFailure) || error.status >= 500;

const onceMore = (key: string): string =>
  `it may be credited already: repeat it with --key ${printable(key)}, lest it be credited twice\n`;

/** The number of a credit note that was recorded; of a document without one, its id. */
function noteOf({ id, invoice }: JsonObject): string {
  const { paymentState } = isJsonObject(invoice) ? invoice : {};
  const note = listAt(paymentState, 'creditNotes').find((one) => textAt(one, 'id') === id);
  return textAt(note, 'number') ?? String(id);
}

function lineFrom(text: string): JsonObject {
  const [line = '', amount = '', ...more] = text.split('=');
  if (line === '' || amount === '' || more.length > 0) {
    throw usageFailure(`give a line's id and an amount, such as --line 1=12.50; got ${text}`);
  }
  return { line, amount };
}

async function issue(
  session: Session,
  draft: string | undefined,
  { period, reason }: IssueOptions,
): Promise<number> {
  if ((draft === undefined) === (period === undefined)) {
    throw usageFailure('name one draft, or a month with --period, and not both');
  }
  return draft === undefined
    ? issueMonth(session, period ?? '', reason)
    : issueOne(session, draft, reason);
}

async function issueOne(session: Session, draft: string, reason: string): Promise<number> {
  const answer = await post(session, issuePath(draft), { reason });
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${printable(issuedLine(answer['invoice']))}\n`);
  return exitCode.ok;
}

/** One that has changed meanwhile does not stop the others. Who is parked for something else stays so, and is named. */
async function issueMonth(session: Session, period: string, reason: string): Promise<number> {
  const issued: JsonObject[] = [];
  const failed = new Map<string, string>();
  for (const id of await draftsOf(session, period)) {
    try {
      issued.push(await post(session, issuePath(id), { reason }));
    } catch (error) {
      if (!(error instanceof AnswerFailure)) throw error;
      failed.set(id, `${id}: ${error.message}`);
    }
  }
  const stay = (await parkedIn(session, period)).filter(
    (one) => !failed.has(textAt(one, 'id') ?? ''),
  );
  const problems = [...failed.values(), ...stay.map(staysLine)];
  const code = problems.length === 0 ? exitCode.ok : exitCode.failed;
  if (session.isJson) {
    session.printJson({ issued, problems });
    return code;
  }
  for (const { invoice } of issued) session.shell.out(`${printable(issuedLine(invoice))}\n`);
  for (const problem of problems) session.shell.err(`${printable(problem)}\n`);
  session.shell.out(`${printable(period)}: ${counted(issued.length, 'draft')} issued\n`);
  return code;
}

const staysLine = (one: JsonObject): string =>
  `${textAt(one, 'customer') ?? ''} stays parked: ${textAt(one, 'detail') ?? textAt(one, 'code') ?? ''}`;

const issuePath = (id: string): string => `/v1/invoices/${encodeURIComponent(id)}/issue`;

/** Drafts of statements, too, of months with nothing to charge: no list of invoices has them. */
async function draftsOf(session: Session, period: string): Promise<string[]> {
  const { items } = await wholeList(session.api(), {
    path: '/v1/invoices',
    member: 'invoices',
    query: { period, status: 'draft' },
  });
  const waiting = (await parkedIn(session, period)).filter(
    (one) => textAt(one, 'code') === 'awaiting-approval',
  );
  return [...new Set([...items, ...waiting].flatMap((one) => textAt(one, 'id') ?? []))];
}

/** The customers of a month who wait for a person. */
async function parkedIn(session: Session, period: string): Promise<readonly JsonObject[]> {
  const { items } = await wholeList(session.api(), {
    path: `/v1/billing-runs/${encodeURIComponent(period)}`,
    member: 'customers',
    query: { status: 'parked', limit: '1000' },
  });
  return items;
}

const issuedLine = (invoice: unknown): string => {
  const text = (name: string) => textAt(invoice, name) ?? '';
  const name = textAt(invoice, 'number') ?? `${text('type')} ${text('id')}`;
  return `${name}: ${text('customer')}, ${text('total')} ${text('currency')}`;
};
