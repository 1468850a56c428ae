import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { textAt } from '../../../cli/http/json.ts';
import { scopes } from '../../../core/contract/route.ts';
import { writeLocalStack } from '../../../start/local-files.ts';
import { synthesize } from '../../../start/synthesize.ts';
import type { Plant } from '../faults/plants.ts';
import { startProxy, type Umpire } from '../faults/proxy.ts';
import type { Front } from '../options.ts';
import { type Ready, Supervisor } from '../stack/supervisor.ts';
import { Calendar } from './calendar.ts';
import { interfaceOf } from './interface.ts';
import { Ledger } from './ledger.ts';
import { type Office, officeOf, setUp } from './office.ts';
import { tenants } from './tenants.ts';

/** The stack behind its proxies, with tenants that are set up: all that a game day or a soak needs. */
export interface Stage {
  readonly supervisor: Supervisor;
  readonly calendar: Calendar;
  readonly ledger: Ledger;
  readonly offices: readonly Office[];
  /** Of `local.json` and all that is kept. */
  readonly directory: string;
  readonly logFile: string;
  /** Where clients ask. */
  readonly origin: string;
  /** Where nobody named a folder for the data it goes, unless it is to be kept. */
  close(isKept: boolean): Promise<void>;
}

export interface StageOptions {
  /** Where data is kept, and stays; undefined: somewhere, and it goes. */
  readonly data: string | undefined;
  readonly tenants: number;
  readonly front: Front;
  readonly plant: readonly Plant[];
}

/** Nothing is down for so long, but for what a fault of ours has spoilt. */
const answeredWithin = { usual: 300_000, planted: 20_000 };

const root = resolve(import.meta.dirname, '../../..');

/** Starts everything; `E2E_CLOUD_ASSEMBLY` is what was synthesized before, if something was. */
export async function setStage(umpire: Umpire, options: StageOptions): Promise<Stage> {
  const { data } = options;
  const directory = data ?? (await mkdtemp(join(tmpdir(), 'farthing-gameday-')));
  await mkdir(directory, { recursive: true });
  const over = new AbortController();
  const cloudAssembly = await assembly(join(directory, 'cdk.out'), options.front, over.signal);
  const proxies = {
    api: await startProxy('api', umpire),
    webFunction: options.front === 'both' ? await startProxy('api', umpire) : undefined,
    dynamoDb: await startProxy('dynamodb', umpire),
    sqs: await startProxy('sqs', umpire),
  };
  const logFile = join(directory, 'runtime.log');
  const supervisor = new Supervisor({ cloudAssembly, dataDirectory: directory, logFile, proxies });
  const ledger = new Ledger();
  const calendar = new Calendar(supervisor);
  const ready = await supervisor.ready();
  await calendar.begin();
  const offices: Office[] = [];
  const answeredWithinMs = answeredWithin[options.plant.length > 0 ? 'planted' : 'usual'];
  for (const tenant of tenants.slice(0, options.tenants)) {
    const apiKey = await keyOf(supervisor, ready, tenant.name);
    const onRetry = (): void => {
      ledger.retries += 1;
    };
    const asked = ({ origin }: { readonly origin: string }) =>
      interfaceOf({ origin, apiKey, onRetry, signal: over.signal, answeredWithinMs });
    const api = asked(proxies.api);
    const webFunction = proxies.webFunction === undefined ? api : asked(proxies.webFunction);
    offices.push(officeOf(tenant, { api, webFunction, apiKey }));
  }
  await Promise.all(offices.map(setUp));
  const stage: Stage = {
    ...{ supervisor, calendar, ledger, offices, directory, logFile, origin: proxies.api.origin },
    close: async (isKept) => {
      over.abort();
      await supervisor.close();
      await Promise.all(Object.values(proxies).flatMap((proxy) => proxy?.close() ?? []));
      if (data === undefined && !isKept) {
        await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
      }
    },
  };
  await announce(stage);
  return stage;
}

/** What was synthesized before, where the variable names it, as tests do; else what is kept from last time, or made. */
async function assembly(output: string, front: Front, signal: AbortSignal): Promise<string> {
  const given = process.env['E2E_CLOUD_ASSEMBLY'];
  if (given !== undefined && front === 'http-api') return given;
  await rm(output, { recursive: true, force: true });
  await synthesize({ root, output, signal, settings: { 'farthing:front': front } });
  return output;
}

async function keyOf(supervisor: Supervisor, { outputs }: Ready, tenant: string): Promise<string> {
  const name = outputs['IssueKeysFunctionName'] ?? '';
  const payload = { action: 'create', tenant, scopes };
  const answer = await supervisor.ask({ ask: 'invoke', name, payload });
  const key = textAt(answer, 'key');
  if (key === undefined) throw new Error(`no key was made: ${JSON.stringify(answer)}`);
  return key;
}

/** Writes `local.json`, so that commands reach the stack as it runs now. */
export async function announce({ supervisor, directory, origin, offices }: Stage): Promise<void> {
  const { outputs, environment, secret } = await supervisor.ready();
  const [{ tenant, apiKey }] = offices as readonly [Office];
  await writeLocalStack(directory, {
    url: origin,
    tenant: tenant.name,
    apiKey,
    issueKeysFunction: outputs['IssueKeysFunctionName'] ?? '',
    rebuildFunction: outputs['RebuildProjectionsFunctionName'] ?? '',
    environment,
    localSecret: secret,
  });
}
