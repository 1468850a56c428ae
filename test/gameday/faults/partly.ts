import { isJsonObject, type JsonObject, jsonFrom } from '../../../cli/http/json.ts';

/** A batch in two: what is passed on, and how its answer says that the rest was refused. */
export interface Partly {
  readonly passedOn: string;
  answerWith(answer: string): string;
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const firstHalf = (list: readonly unknown[]): readonly unknown[] =>
  list.slice(0, Math.ceil(list.length / 2));
const secondHalf = (list: readonly unknown[]): readonly unknown[] =>
  list.slice(Math.ceil(list.length / 2));

const merged = (answer: string, more: JsonObject): string => {
  const given = jsonFrom(answer);
  return JSON.stringify({ ...(isJsonObject(given) ? given : {}), ...more });
};

/** Entries of which SQS takes the first half only. */
function ofMessages(body: JsonObject): Partly | undefined {
  const entries = asList(body['Entries']);
  if (entries.length < 2) return undefined;
  const Failed = secondHalf(entries).map((entry) => ({
    Id: isJsonObject(entry) ? entry['Id'] : undefined,
    SenderFault: false,
    Code: 'InternalError',
    Message: 'We encountered an internal error. Please try again.',
  }));
  return {
    passedOn: JSON.stringify({ ...body, Entries: firstHalf(entries) }),
    answerWith: (answer) => merged(answer, { Failed }),
  };
}

/** Keys of which DynamoDB reads the first half only, table by table. */
function ofKeys(body: JsonObject): Partly | undefined {
  const tables = Object.entries(isJsonObject(body['RequestItems']) ? body['RequestItems'] : {});
  const halves = (half: typeof firstHalf): JsonObject =>
    Object.fromEntries(
      tables.flatMap(([table, asked]) => {
        if (!isJsonObject(asked)) return [];
        const Keys = half(asList(asked['Keys']));
        return Keys.length === 0 ? [] : [[table, { ...asked, Keys }] as const];
      }),
    );
  const UnprocessedKeys = halves(secondHalf);
  if (Object.keys(UnprocessedKeys).length === 0) return undefined;
  return {
    passedOn: JSON.stringify({ ...body, RequestItems: halves(firstHalf) }),
    answerWith: (answer) => merged(answer, { UnprocessedKeys }),
  };
}

/** Undefined for what is no batch of two or more. */
export function partlyOf(target: string, text: string): Partly | undefined {
  const body = jsonFrom(text);
  if (!isJsonObject(body)) return undefined;
  if (target === 'AmazonSQS.SendMessageBatch') return ofMessages(body);
  if (target === 'DynamoDB_20120810.BatchGetItem') return ofKeys(body);
  return undefined;
}
