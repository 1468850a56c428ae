import { messageOf } from '../../sdk/src/json.ts';
import { exitCode, usageFailure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { isJsonObject, type JsonObject, jsonFrom, listAt, textAt } from '../http/json.ts';
import { AnswerFailure } from '../http/problem.ts';
import { counted } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { textFile, textFrom } from '../text-file.ts';

/** What became of one item of a file. */
export type Applied =
  | {
      readonly key: string;
      readonly result: 'created' | 'kept';
      readonly warnings?: readonly string[];
    }
  | { readonly key: string; readonly result: 'failed'; readonly problem: string };

interface Collection {
  readonly path:
    | '/v1/meters'
    | '/v1/customers'
    | '/v1/plans'
    | '/v1/passes'
    | '/v1/private-passes'
    | '/v1/payees'
    | '/v1/shares';
  /** How many are put at the same time. */
  readonly lanes: number;
  readonly query?: Readonly<Record<string, string | undefined>>;
}

/**
 * Puts every item under its key: `created`, or `kept` where there was one already. One that fails does not stop the
 * others.
 */
export async function applyItems(
  api: Api,
  collection: Collection,
  items: readonly JsonObject[],
  onApplied: (count: number) => void = () => undefined,
): Promise<readonly Applied[]> {
  const applied: Applied[] = [];
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      applied[index] = await applyItem(api, collection, item);
      onApplied(applied.length);
    }
  };
  await Promise.all(Array.from({ length: collection.lanes }, lane));
  return applied;
}

async function applyItem(api: Api, collection: Collection, item: JsonObject): Promise<Applied> {
  const key = textAt(item, 'key') ?? '';
  try {
    const answer = await putItem(api, collection, item);
    const warnings = listAt(answer.body, 'warnings').map((one) => textAt(one, 'detail') ?? '');
    const result = answer.status === 201 ? 'created' : 'kept';
    return { key, result, ...(warnings.length === 0 ? {} : { warnings }) };
  } catch (error) {
    if (!isAboutItem(error)) throw error;
    return { key, result: 'failed', problem: error.message };
  }
}

/** Puts an item under its key. */
export function putItem(
  api: Api,
  { path, query = {} }: Pick<Collection, 'path' | 'query'>,
  { key, ...definition }: JsonObject,
): ReturnType<Api['call']> {
  return api.call({
    method: 'PUT',
    path: `${path}/${encodeURIComponent(String(key))}`,
    query,
    body: JSON.stringify(definition),
  });
}

/** Whether a call failed for what was sent, so that others may not. */
export const isAboutItem = (error: unknown): error is AnswerFailure =>
  error instanceof AnswerFailure && [400, 404, 409, 413, 422].includes(error.status);

/** A kind of item, and how it is told of. */
interface ToldCollection extends Collection {
  readonly noun: string;
  /** What an item is that there was already. */
  readonly kept: string;
}

/** What became of a file. */
interface AppliedFile {
  readonly created: number;
  readonly kept: number;
  readonly failed: number;
  readonly items: readonly Applied[];
}

/** Applies a file and reports; the answer is an exit code. */
export async function applyFile(
  session: Session,
  file: string,
  collection: ToldCollection,
): Promise<number> {
  const applied = await appliedFile(session, file, collection);
  if (session.isJson) session.printJson(applied);
  return applied.failed === 0 ? exitCode.ok : exitCode.failed;
}

/** Applies a file, and says for people what became of it. */
export async function appliedFile(
  session: Session,
  file: string,
  collection: ToldCollection,
): Promise<AppliedFile> {
  const { shell } = session;
  const items = await itemsIn(shell, file);
  const bar = progressBar(shell, `applying ${collection.noun}s`);
  const applied = await applyItems(session.api(), collection, items, (count) => {
    bar.update({ fraction: count / items.length, note: counted(count, collection.noun) });
  }).finally(() => {
    bar.end();
  });
  const failed = applied.filter((item) => item.result === 'failed');
  const created = applied.filter(({ result }) => result === 'created').length;
  const kept = applied.length - created - failed.length;
  if (!session.isJson) {
    for (const { key, problem } of failed)
      shell.err(`${printable(placeOf(file, key))}: ${problem}\n`);
    for (const { key, warning } of warningsOf(applied))
      shell.err(`warning: ${printable(placeOf(file, key))}: ${printable(warning)}\n`);
    shell.out(
      `${counted(items.length, collection.noun)}: ${created} created, ${kept} ${collection.kept}, ${failed.length} failed\n`,
    );
  }
  return { created, kept, failed: failed.length, items: applied };
}

/** What is read from standard input needs no name. */
const placeOf = (file: string, key: string): string => (file === '-' ? key : `${file}: ${key}`);

const warningsOf = (applied: readonly Applied[]) =>
  applied.flatMap((one) =>
    one.result === 'failed'
      ? []
      : (one.warnings ?? []).map((warning) => ({ key: one.key, warning })),
  );

/** The JSON object that a file holds. */
export async function oneObjectIn(shell: Shell, file: string): Promise<JsonObject> {
  const content = wholeFrom(await textOf(shell, file), file);
  if (isJsonObject(content)) return content;
  throw usageFailure(`${file} is not one JSON object: {"name": value, …}`);
}

/** The objects that a file holds, each with a `key`. */
export const itemsIn = async (shell: Shell, file: string): Promise<readonly JsonObject[]> =>
  itemsFrom(await textOf(shell, file), file);

/** A JSON array, one JSON object, or one JSON object a line; each with a `key`. */
function itemsFrom(text: string, file: string): readonly JsonObject[] {
  const items = listFrom(text, file).map((item: unknown, index) => {
    if (isJsonObject(item) && textAt(item, 'key') !== undefined) return item;
    throw usageFailure(
      `${file}: each item is an object with a "key", got ${JSON.stringify(item).slice(0, 100)} as item ${index + 1}`,
    );
  });
  refuseRepeated(items, file);
  return items;
}

/** Which of two would stand is not for a race to decide. */
function refuseRepeated(items: readonly JsonObject[], file: string): void {
  const places = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const key = textAt(item, 'key') ?? '';
    const before = places.get(key);
    if (before !== undefined) {
      const both = `items ${before + 1} and ${index + 1}`;
      throw usageFailure(`${file}: give each key once: ${printable(key)} is that of ${both}`);
    }
    places.set(key, index);
  }
}

function listFrom(text: string, file: string): readonly unknown[] {
  const isLines = jsonFrom(text) === undefined && isJsonObject(jsonFrom(firstLineOf(text)));
  if (isLines) return lineItems(text, file);
  const whole = wholeFrom(text, file);
  return Array.isArray(whole) ? whole : [whole];
}

const firstLineOf = (text: string): string => text.trimStart().split('\n', 1)[0] ?? '';

const lineItems = (text: string, file: string): unknown[] =>
  text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch (error) {
      throw usageFailure(
        `${file}: neither a JSON document nor, on line ${index + 1}, a line of JSON: ${flawOf(error)}`,
      );
    }
  });

function wholeFrom(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageFailure(`${file} is not JSON: ${flawOf(error)}`);
  }
}

/** What is wrong and where, in one line: it may quote the file. */
const flawOf = (error: unknown): string => printable(messageOf(error).replace(/\s+/g, ' '));

async function textOf(shell: Shell, file: string): Promise<string> {
  if (file === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of shell.stdin) chunks.push(chunk);
    return textFrom(Buffer.concat(chunks), file);
  }
  return textFile(shell, file);
}
