import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { textAt } from '../../../cli/http/json.ts';
import { eventsOfBlock, eventsOfMessage } from '../../simulation/oracle/decode.ts';
import { contentText } from '../../simulation/oracle/events.ts';
import type { SentEvent } from '../../simulation/traffic.ts';
import { wholeList } from '../play/interface.ts';
import type { Office } from '../play/office.ts';
import type { Ready } from '../stack/supervisor.ts';

/** What the stack holds of events, each content with how often; logs and queue are read without any code of ours. */
export interface Stores {
  /** In messages of the events queue, those in flight included. */
  readonly queued: ReadonlyMap<string, number>;
  readonly logged: ReadonlyMap<string, number>;
  /** In quarantine, open or dismissed; what was retried is elsewhere. */
  readonly quarantined: ReadonlyMap<string, number>;
}

const counted = (contents: Iterable<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const content of contents) counts.set(content, (counts.get(content) ?? 0) + 1);
  return counts;
};

/**
 * Reads the queue first, then the logs, then quarantine: a message goes when all of its events are where they belong,
 * so an event that was accepted before is in one of them at least.
 */
export async function storesOf(
  ready: Ready,
  dataDirectory: string,
  offices: readonly Office[],
): Promise<Stores> {
  const queued = counted(queuedContents(dataDirectory));
  const logged = counted(await loggedContents(ready));
  const quarantined: string[] = [];
  for (const office of offices) quarantined.push(...(await quarantinedContents(office)));
  return { queued, logged, quarantined: counted(quarantined) };
}

async function loggedContents(ready: Ready): Promise<readonly string[]> {
  const client = new DynamoDBClient({
    endpoint: ready.engines.dynamoDb,
    region: ready.environment['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: ready.environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: 'local',
    },
  });
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    const named = (part: RegExp): string => {
      const [name, ...others] = TableNames.filter((table) => part.test(table));
      if (name === undefined || others.length > 0)
        throw new Error(`no one table is ${part.source}`);
      return name;
    };
    const logged: string[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: named(/UsageLog/) })) {
      for (const { log, block } of Items) {
        const [tenant] = JSON.parse(log?.S ?? '[]') as [string];
        logged.push(...eventsOfBlock(tenant, block?.B ?? new Uint8Array()).map(contentText));
      }
    }
    return logged;
  } finally {
    client.destroy();
  }
}

function* queuedContents(dataDirectory: string): Generator<string> {
  const file = join(dataDirectory, 'sqs', 'fauxqs.db');
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = db.prepare('SELECT queue_name, body FROM sqs_messages').all();
    for (const { body } of rows) {
      // Messages of events begin with a version, and whether they were admitted; those of other queues are JSON.
      if (/^1[a-]"/.test(String(body))) yield* eventsOfMessage(String(body)).map(contentText);
    }
  } finally {
    db.close();
  }
}

async function quarantinedContents({ tenant, api }: Office): Promise<readonly string[]> {
  const entries = await wholeList(api, '/v1/quarantine', 'entries');
  return entries
    .filter((entry) => textAt(entry, 'status') !== 'retried')
    .map((entry) => contentText(eventIn(tenant.name, (entry as { event?: unknown }).event)));
}

function eventIn(tenant: string, shown: unknown): SentEvent {
  const [source = '', id = '', type = '', subject = '', time = ''] = [
    'source',
    'id',
    'type',
    'subject',
    'time',
  ].map((name) => textAt(shown, name));
  const data = (shown as { data?: SentEvent['data'] }).data;
  return { tenant, source, id, type, subject, time: Date.parse(time), data };
}
