import { readdirSync, readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type ChosenFile, type SortedFiles, sortedFiles } from './sorted-files.ts';
import { type Asked, BadFile, type Verdict, verified } from './verify.ts';
import { reportText } from './words.ts';

const usage = `Checks bills with nothing of whoever made them.

  node verify.mjs DOCUMENT PROOF [DOCUMENT PROOF ...] --key KEY [options]
  node verify.mjs FOLDER [options]
  node verify.mjs --checkpoint FILE --key KEY [options]
  node verify.mjs --directory FILE --events FILE --key KEY

  DOCUMENT            an invoice, credit note or statement: the answer of GET /v1/invoices/{id};
                      or a payee's statement: the answer of GET /v1/payee-statements/{id}
  PROOF               its proof: the answer of GET /v1/invoices/{id}/proof, or of a payee's statement
  FOLDER              all files of a folder, such as a year's documents with their proofs, keys and prices: what is in
                      a file says what it is
  --key KEY           the key of the log, name+id+base64, or a file of such lines; once for each log. Of a log that
                      is named so, no key counts that lies in a folder
  --plan FILE         the prices: the answer of GET /v1/plans/{key}; where the proof does not have them
  --line FILE         where a line comes from: the answer of GET /v1/invoices/{id}/lines/{line}, a file for each page
  --events FILE       that the events of lines were counted: the answer of POST /v1/event-proofs, a file for each page
  --directory FILE    keys of private tokens: the answer of GET /.well-known/private-token-issuer-directory;
                      with --events, their proofs
  --checkpoint FILE   a checkpoint of the log that you kept from before
  --consistency FILE  that the log only grew between two checkpoints
  --anchor FILE       what shows since when a checkpoint was there: of OpenTimestamps, or a transaction of a chain;
                      or a folder of such files, with the checkpoints that were anchored, and blocks
  --block FILE        its block: a header of Bitcoin in hex, or what a node of the chain answers
  --policy FILE       whose cosignatures have to be below each checkpoint: C2SP tlog-policy
  --json              for programs
  --help

Give all documents of a payer together, from the first on: corrections of earlier months are checked by those.
Options may be given several times. Nothing is sent anywhere.

Exits with 0 if all holds, 1 if something does not, 3 if nothing is wrong but something could not be checked,
and 2 if it cannot begin.
`;

const exitCodes: Readonly<Record<Verdict, number>> = { holds: 0, fails: 1, unknown: 3 };
const CANNOT_BEGIN = 2;
const BYTES_MAX = 64 * 1024 * 1024;
const FILES_MAX = 10_000;

/** What to say of a command that cannot be begun. */
class BadCommand extends Error {}

const fileText = (path: string): string =>
  fileAs(path, (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));

function fileAs<Content>(path: string, from: (bytes: Uint8Array) => Content): Content {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > BYTES_MAX) throw new BadCommand(`give files of at most 64 MB, got ${path}`);
    return from(bytes);
  } catch (error) {
    if (error instanceof BadCommand) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadCommand(`give files that can be read: ${path}: ${reason}`);
  }
}

/** A key is told from a path by its plus signs, of which it has two at least. */
const keysIn = (given: string): readonly string[] =>
  /^[^+]+\+[0-9a-f]{8}\+/.test(given)
    ? [given]
    : fileText(given)
        .split('\n')
        .filter((line) => line.trim() !== '');

const one = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const options = {
  ...{ key: many, plan: many, line: many, checkpoint: many, consistency: many },
  ...{
    events: many,
    directory: many,
    anchor: many,
    block: many,
    policy: one,
    json: flag,
    help: flag,
  },
};

function commandOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new BadCommand(error instanceof Error ? error.message : String(error));
  }
}

/** Runs a command line; answers what it exits with. */
async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = commandOf(args);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const [folder] = positionals;
  const sorted =
    positionals.length === 1 && folder !== undefined && isFolder(folder)
      ? await sortedFiles(filesIn(folder))
      : undefined;
  const folders = (values.anchor ?? []).filter(isFolder);
  const anchored = await Promise.all(folders.map((path) => sortedFiles(filesIn(path))));
  const asked = joined(sorted?.asked ?? pairsIn(positionals, values), values, anchored);
  if (asked.keys.length === 0 && asked.policy === undefined) throw withoutKey();
  const report = await verified(asked);
  for (const line of [sorted, ...anchored].flatMap((one) => one?.left ?? []))
    process.stderr.write(`${line}\n`);
  process.stdout.write(
    values.json === true ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report),
  );
  // What has no proof could not be checked.
  const isLacking = sorted?.isLacking === true && report.verdict === 'holds';
  return exitCodes[isLacking ? 'unknown' : report.verdict];
}

const withoutKey = (): BadCommand => new BadCommand('give the key of the log with --key');

type Values = ReturnType<typeof commandOf>['values'];

/** Documents and proofs that were named one by one. */
function pairsIn(positionals: readonly string[], values: Values): Asked {
  const isAlone = (values.checkpoint ?? values.directory ?? values.anchor) !== undefined;
  if (positionals.length % 2 !== 0 || (positionals.length === 0 && !isAlone))
    throw new BadCommand(
      `give each document with its proof, or one folder; got ${positionals.length} files`,
    );
  const { key, policy, anchor } = values;
  if ((key ?? policy ?? anchor) === undefined) throw withoutKey();
  return {
    pairs: positionals.flatMap((name, index) =>
      index % 2 === 1
        ? []
        : [{ name, document: fileText(name), proof: fileText(positionals[index + 1] ?? '') }],
    ),
    keys: [],
  };
}

/** With what options name: files, and folders of anchors. */
function joined(asked: Asked, values: Values, folders: readonly SortedFiles[]): Asked {
  const found = <Item>(of: (one: Asked) => readonly Item[] | undefined): readonly Item[] =>
    [asked, ...folders.map((one) => one.asked)].flatMap((one) => of(one) ?? []);
  const texts = (
    own: readonly string[] | undefined,
    paths: readonly string[] | undefined,
  ): readonly string[] => [...(own ?? []), ...(paths ?? []).map(fileText)];
  const anchors = (values.anchor ?? [])
    .filter((path) => !isFolder(path))
    .map((name) => ({
      name,
      bytes: fileAs(name, (all) => all),
    }));
  return {
    pairs: asked.pairs,
    ...trusted(
      found(({ keys }) => keys),
      asked.policy,
      values,
    ),
    plans: texts(asked.plans, values.plan),
    lines: texts(asked.lines, values.line),
    anchors: [...found((one) => one.anchors), ...anchors],
    blocks: texts(
      found((one) => one.blocks),
      values.block,
    ),
    checkpoints: texts(
      found((one) => one.checkpoints),
      values.checkpoint,
    ),
    consistency: texts(
      found((one) => one.consistency),
      values.consistency,
    ),
    events: texts(asked.events, values.events),
    directories: texts(asked.directories, values.directory),
  };
}

/** A line of a policy that has the key of a log. */
const LOG_LINE = /^[ \t]*log[ \t]+(\S+).*$/gm;

const logOf = (key: string): string => key.trim().split('+', 1)[0] ?? '';

/**
 * Whose signatures count. Where somebody names a key of a log, it is that alone: what lies beside documents may come
 * from whom they are of, and so may a log that is signed by it.
 */
function trusted(
  keys: readonly string[],
  policy: string | undefined,
  values: Pick<Values, 'key' | 'policy'>,
): Pick<Asked, 'keys' | 'policy'> {
  const named = (values.key ?? []).flatMap(keysIn);
  const ofPolicy = values.policy === undefined ? undefined : fileText(values.policy);
  const lines = [...(ofPolicy ?? '').matchAll(LOG_LINE)].map(([, key = '']) => key);
  const logs = new Set([...named, ...lines].map(logOf));
  const wanted =
    ofPolicy ??
    policy?.replace(LOG_LINE, (line, key: string) => (logs.has(logOf(key)) ? '' : line));
  return {
    keys: [...keys.filter((key) => !logs.has(logOf(key))), ...named],
    ...(wanted === undefined ? {} : { policy: wanted }),
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** In the order of their names; what is below them is left alone. */
function filesIn(folder: string): readonly ChosenFile[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
  if (names.length > FILES_MAX)
    throw new BadCommand(`give a folder of at most ${FILES_MAX} files, got ${names.length}`);
  return names.map((name) => ({ name, bytes: fileAs(`${folder}/${name}`, (all) => all) }));
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const isMeant = error instanceof BadCommand || error instanceof BadFile;
  // Nothing was found out, so nothing may look like a finding.
  const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(isMeant ? `${error.message}\n\n${usage}` : `${fault}\n`);
  process.exitCode = CANNOT_BEGIN;
}
