import { createHash } from 'node:crypto';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, jsonFrom, listAt, numberAt, textAt } from '../http/json.ts';
import { type Column, printable, table } from '../output/table.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { addDayCommands, checkpointAt, logPath } from './days.ts';
import { addCustomerProofs } from './keep-proofs.ts';
import { addEventProofs } from './prove-events.ts';
import { addKeyProofs } from './prove-keys.ts';

interface Output {
  readonly output?: string;
}

interface Sizes {
  readonly from: string;
  readonly to?: string;
}

const witnessColumns: readonly Column[] = [
  { title: 'witness' },
  { title: 'cosigned', align: 'right' },
  { title: 'at' },
  { title: 'failing' },
  { title: 'since' },
];

export function addLogCommands({ program, run }: CommandLine): void {
  const log = program
    .command('log')
    .description('The public log of a year of a tenant’s books, which anybody can check.');
  log
    .command('checkpoint')
    .description('How far a log is, signed: keep it, and compare with it later')
    .argument('<tenant>', 'whose books')
    .argument('<year>', 'such as 2026')
    .option('--day <day>', 'as it was kept of a day, such as 2026-11-30')
    .action(run(checkpoint));
  log
    .command('key')
    .description('The key that its checkpoints are signed with, as C2SP verifier keys are written')
    .argument('<tenant>', 'whose books')
    .argument('<year>', 'such as 2026')
    .action(run((session, tenant, year) => printText(session, 'key', [tenant, year, 'key'])));
  addDayCommands(log, { run });
  log
    .command('witnesses')
    .description('Who has cosigned its checkpoints, and who does not, and why')
    .argument('<tenant>', 'whose books')
    .argument('<year>', 'such as 2026')
    .action(run(witnesses));
  log
    .command('tile')
    .description('A tile of it, by its path below the log; the bytes as they are')
    .argument('<tenant>', 'whose books')
    .argument('<year>', 'such as 2026')
    .argument('<path>', 'such as tile/entries/000.p/7')
    .option('-o, --output <file>', 'where to put it; - for standard output')
    .action(run(tile));
}

export function addProofCommands({ program, run }: CommandLine): void {
  const proofs = program
    .command('proofs')
    .description(
      'What proves that documents and events are in a public log, and that nothing was changed.',
    );
  proofs
    .command('get')
    .description('The proof of an invoice, credit note, statement or void, to be handed on')
    .argument('<invoice>', 'its number or id')
    .option('-o, --output <file>', 'where to put it; - for standard output')
    .action(run(getProof));
  addEventProofs(proofs, { run });
  addKeyProofs(proofs, { run });
  addCustomerProofs(proofs, { run });
  proofs
    .command('consistency')
    .description('That a log only grew between two of its sizes, in hashes of RFC 6962')
    .argument('<tenant>', 'whose books')
    .argument('<year>', 'such as 2026')
    .requiredOption('--from <size>', 'the earlier size, of a checkpoint that you have')
    .option('--to <size>', 'the later size; that of the present checkpoint where left out')
    .action(run(consistency));
}

const checkpoint = (
  session: Session,
  tenant: string,
  year: string,
  { day }: { readonly day?: string },
): Promise<number> => printText(session, 'checkpoint', checkpointAt(tenant, year, day));

/** What a log has as one line or more of text. */
async function printText(
  session: Session,
  name: string,
  parts: readonly string[],
): Promise<number> {
  const { text } = await session.api().call({
    ...{ method: 'GET', path: logPath(parts), accept: 'text/plain' },
  });
  if (session.isJson) session.printJson({ [name]: text });
  else session.shell.out(text);
  return exitCode.ok;
}

/** A member that is an object; undefined where it is none. */
const objectAt = (value: unknown, key: string): unknown =>
  isJsonObject(value) ? value[key] : undefined;

const quorums: Readonly<Record<string, string>> = {
  held: 'as many have cosigned it as are wanted',
  lacking: 'fewer have cosigned it than are wanted',
  'none-wanted': 'nobody is asked to cosign it',
};

async function witnesses(session: Session, tenant: string, year: string): Promise<number> {
  const path = logPath([tenant, year, 'witnesses']);
  const { body } = await session.api().call({ method: 'GET', path });
  if (session.isJson) {
    session.printJson(body);
    return exitCode.ok;
  }
  const rows = listAt(body, 'witnesses').map((witness) => {
    const [cosigned, failing] = [objectAt(witness, 'cosigned'), objectAt(witness, 'failing')];
    return [
      textAt(witness, 'name') ?? '',
      String(numberAt(cosigned, 'size') ?? ''),
      ...[textAt(cosigned, 'at'), textAt(failing, 'why'), textAt(failing, 'since')].map(
        (text) => text ?? '',
      ),
    ];
  });
  const quorum = quorums[textAt(body, 'quorum') ?? ''] ?? '';
  const since = textAt(body, 'lackingSince');
  const said = since === undefined ? quorum : `${quorum}, since ${since}`;
  session.shell.out(`${said}\n${rows.length === 0 ? '' : table(witnessColumns, rows)}`);
  return exitCode.ok;
}

async function tile(
  session: Session,
  tenant: string,
  year: string,
  path: string,
  { output }: Output,
): Promise<number> {
  if (!/^tile(?:\/[a-z0-9.]+){2,4}$/.test(path))
    throw usageFailure(`give the path of a tile, such as tile/0/000, got ${path}`);
  const { bytes } = await session.api().call({
    ...{ method: 'GET', path: logPath([tenant, year, ...path.split('/')]) },
    accept: 'application/octet-stream',
  });
  return writeOut(session, [bytes], output);
}

async function getProof(session: Session, invoice: string, { output }: Output): Promise<number> {
  const path = `/v1/invoices/${encodeURIComponent(invoice)}/proof`;
  const { text } = await session.api().call({ method: 'GET', path, accept: 'text/plain' });
  if (!session.isJson) return writeOut(session, [text], output);
  session.printJson({ proof: text, opened: openedIn(text) });
  return exitCode.ok;
}

/** What the entry opens to, and the entry itself: SHA-256 of the salt and the text. */
function openedIn(proof: string): object | null {
  const encoded = /^extra (?<extra>\S+)$/m.exec(proof)?.groups?.['extra'];
  const extra = jsonFrom(Buffer.from(encoded ?? '', 'base64').toString('utf8'));
  const [salt, text] = [textAt(extra, 'salt'), textAt(extra, 'text')];
  if (salt === undefined || text === undefined) return null;
  const opened = jsonFrom(text);
  const digest = createHash('sha256').update(Buffer.from(salt, 'base64')).update(text);
  return { entry: digest.digest('base64'), ...(isJsonObject(opened) ? opened : {}) };
}

async function consistency(
  session: Session,
  tenant: string,
  year: string,
  { from, to }: Sizes,
): Promise<number> {
  const path = logPath([tenant, year, 'consistency']);
  const { body } = await session.api().call({ method: 'GET', path, query: { from, to } });
  if (session.isJson) {
    session.printJson(body);
    return exitCode.ok;
  }
  const sizes = `from ${numberAt(body, 'from') ?? ''} to ${numberAt(body, 'to') ?? ''} entries`;
  const hashes = listAt(body, 'hashes').map((hash) => `${printable(String(hash))}\n`);
  session.shell.out(`${sizes}\n${hashes.join('')}`);
  return exitCode.ok;
}
