import { createHash } from 'node:crypto';
import { isJsonObject, jsonFrom, listAt, textAt } from '../../../cli/http/json.ts';

/** What somebody asks of an engine. */
export interface Asked {
  /** `AmazonSQS.SendMessageBatch`, `DynamoDB_20120810.PutItem`. */
  readonly target: string;
  readonly body: string;
}

/** What is done wrong with one request, so that the checks have something to find. */
export type Wrong =
  | { readonly kind: 'answered'; readonly body: string }
  /** Is asked after the request has had its effect. */
  | { readonly kind: 'also-asked'; readonly body: string };

/** Messages of accepted events are answered as queued, and are not. */
function lostMessage({ target, body }: Asked): Wrong | undefined {
  const asked = jsonFrom(body);
  if (target !== 'AmazonSQS.SendMessageBatch') return undefined;
  if (!/Events/.test(textAt(asked, 'QueueUrl') ?? '')) return undefined;
  const Successful = listAt(asked, 'Entries').map((entry, index) => ({
    Id: textAt(entry, 'Id'),
    MessageId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    MD5OfMessageBody: createHash('md5')
      .update(textAt(entry, 'MessageBody') ?? '')
      .digest('hex'),
  }));
  return { kind: 'answered', body: JSON.stringify({ Successful, Failed: [] }) };
}

/** A block is put again as the next of its log. */
const doubledBlock =
  (table: RegExp) =>
  ({ target, body }: Asked): Wrong | undefined => {
    const asked = jsonFrom(body);
    if (target !== 'DynamoDB_20120810.PutItem' || !isJsonObject(asked)) return undefined;
    const { Item } = asked;
    if (!table.test(textAt(asked, 'TableName') ?? '') || !isJsonObject(Item)) return undefined;
    const seq = textAt(Item['seq'], 'N');
    if (seq === undefined) return undefined;
    const next = { ...Item, seq: { N: String(BigInt(seq) + 1n) } };
    return { kind: 'also-asked', body: JSON.stringify({ ...asked, Item: next }) };
  };

/** Faults of Farthing that the proxy can stand for: a game day that does not find them is none. */
export const plants = {
  'lost-message': lostMessage,
  'doubled-block': doubledBlock(/UsageLog/),
  'doubled-invoice': doubledBlock(/Books(?!Cells)/),
} as const satisfies Readonly<Record<string, (asked: Asked) => Wrong | undefined>>;
export type Plant = keyof typeof plants;
