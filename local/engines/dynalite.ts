import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Json, type JsonObject, objectAt } from '../template/json.ts';
import type { IndexDefinition, TableDefinition } from '../template/tables.ts';
import { AwsError, type AwsJsonClient, awsJsonClient } from './aws-json.ts';
import { type EngineProcess, startEngine } from './engine-process.ts';

/** How the DynamoDB and the SQS engine are started. */
export interface EngineSettings {
  readonly dataDirectory: string | undefined;
  readonly countCalls: boolean;
  /** Whoever asks signs with this access key. */
  readonly accessKeyId: string;
  /** An engine that ends by itself says why. */
  readonly onEnd: (reason: string) => void;
  readonly onLog: (line: string) => void;
}

/** DynamoDB on this machine. */
export interface DynamoDbEngine extends EngineProcess {
  /** Makes the tables that are not there yet; throws when one is there with another key. */
  createTables(tables: readonly TableDefinition[], region: string): Promise<void>;
}

/** Starts dynalite, in memory or in `dataDirectory/dynamodb`. */
export async function startDynalite(settings: EngineSettings): Promise<DynamoDbEngine> {
  const { dataDirectory } = settings;
  const path = dataDirectory === undefined ? null : join(dataDirectory, 'dynamodb');
  if (path !== null) refuseTorn(path);
  const engine = await startEngine({
    name: 'dynalite',
    module: new URL('./dynalite-process.ts', import.meta.url),
    settings: {
      dataDirectory: path,
      countCalls: settings.countCalls,
      accessKeyId: settings.accessKeyId,
    },
    onEnd: settings.onEnd,
    onLog: settings.onLog,
  });
  return {
    ...engine,
    createTables: async (tables, region) => {
      const client = awsJsonClient(engine.origin, { region, accessKeyId: settings.accessKeyId });
      for (const table of tables) await ensureTable(client, table);
      client.close();
    },
  };
}

/** Without the file that says which of its files hold, a LevelDB starts as an empty one. */
function refuseTorn(path: string): void {
  const files = existsSync(path) ? readdirSync(path) : [];
  const hasData = files.some((file) => /\.(?:ldb|sst|log)$/.test(file));
  if (!hasData || files.includes('CURRENT')) return;
  throw new Error(
    `${path} has data but no file CURRENT: bring that back from a copy, or use another data directory`,
  );
}

async function ensureTable(client: AwsJsonClient, table: TableDefinition): Promise<void> {
  const existing = await describe(client, table.name);
  if (existing !== undefined) {
    refuseOtherKeys(existing, table);
    return;
  }
  await client.call({ target: 'DynamoDB_20120810.CreateTable', body: createTable(table) });
  for (
    let attempt = 1;
    (await describe(client, table.name))?.['TableStatus'] !== 'ACTIVE';
    attempt++
  ) {
    if (attempt > 100) throw new Error(`table ${table.name} does not become active`);
    await sleep(10);
  }
}

async function describe(client: AwsJsonClient, name: string): Promise<JsonObject | undefined> {
  try {
    const target = 'DynamoDB_20120810.DescribeTable';
    return objectAt((await client.call({ target, body: { TableName: name } }))['Table'], name);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function createTable(table: TableDefinition): Json {
  const indexes = (definitions: readonly IndexDefinition[]): Json =>
    definitions.map((index) => ({ ...index })) as unknown as Json;
  return {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: table.keySchema.map((key) => ({ ...key })),
    AttributeDefinitions: table.attributes.map((attribute) => ({ ...attribute })),
    ...(table.globalIndexes.length > 0
      ? { GlobalSecondaryIndexes: indexes(table.globalIndexes) }
      : {}),
    ...(table.localIndexes.length > 0
      ? { LocalSecondaryIndexes: indexes(table.localIndexes) }
      : {}),
  };
}

/** Data kept under another key cannot be read with this one; starting over is for a person to decide. */
function refuseOtherKeys(existing: JsonObject, table: TableDefinition): void {
  const keys = (list: Json | undefined): string =>
    JSON.stringify(
      (Array.isArray(list) ? (list as readonly JsonObject[]) : [])
        .map((item) => [item['IndexName'] ?? '', item['KeySchema'] ?? item])
        .sort(),
    );
  const wanted = createTable(table) as JsonObject;
  for (const property of ['KeySchema', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes']) {
    if (keys(existing[property]) === keys(wanted[property])) continue;
    throw new Error(
      `the data directory has table ${table.name} with another ${property} than the template: use another directory, or delete it`,
    );
  }
  if (existing['TableStatus'] !== 'ACTIVE') {
    throw new Error(
      `table ${table.name} was left ${String(existing['TableStatus'])}: delete the data directory`,
    );
  }
}
