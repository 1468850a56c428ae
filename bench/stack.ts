import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Runtime, startRuntime } from '../local/runtime.ts';

/** A local stack with a tenant that has meters, ready to be measured. */
export interface BenchStack {
  readonly runtime: Runtime;
  readonly apiKey: string;
  close(): Promise<void>;
}

const run = promisify(execFile);

/** Three meters, as a magazine would have them. */
export const meters = {
  views: { eventType: 'view', aggregation: 'count' },
  download_bytes: { eventType: 'download', aggregation: 'sum', value: 'bytes' },
  api_calls: { eventType: 'api.call', aggregation: 'count', dimensions: ['region'] },
};

/** Settings under which batches are appended at once: for measuring how fast, not how cheap. */
export const appendingAtOnce = { 'farthing:eventsWindowSeconds': '1' };

/** The settings of `npm start`, under which usage is visible within seconds. */
export const visibleAtOnce = {
  ...appendingAtOnce,
  'farthing:touchedDelaySeconds': '1',
  'farthing:touchedWindowSeconds': '1',
};

/** One tenant sends all of it, and is to be as fast as the machine; an older commit has no buckets. */
const withoutBuckets: Readonly<Record<string, string>> = existsSync(
  new URL('../core/access/token-bucket.ts', import.meta.url),
)
  ? { 'farthing:tenantRateMax': '100000', 'farthing:frontTenantRateMax': '100000' }
  : {};

/** Synthesizes with `settings` over the defaults of a deployment, without buckets unless they say so, in memory. */
export async function startBenchStack(options: {
  readonly settings: Readonly<Record<string, string>>;
  readonly countCalls: boolean;
}): Promise<BenchStack> {
  const output = await mkdtemp(join(tmpdir(), 'farthing-bench-'));
  const context = Object.entries({ ...withoutBuckets, ...options.settings }).flatMap(
    ([key, value]) => ['-c', `${key}=${value}`],
  );
  await run('cdk', ['synth', '--quiet', '--output', output, ...context], {
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  const runtime = await startRuntime({ cloudAssembly: output, countCalls: options.countCalls });
  const issued = (await runtime.invoke(runtime.outputs['IssueKeysFunctionName'] ?? '', {
    action: 'create',
    tenant: 'bench',
    scopes: [
      ...['events:write', 'usage:read', 'billing:read', 'billing:write', 'admin'],
      ...['spend:read', 'spend:write'],
    ],
  })) as { readonly key: string };
  for (const [key, meter] of Object.entries(meters)) {
    await call(runtime, issued.key, 'PUT', `/v1/meters/${key}`, meter);
  }
  await runtime.idle();
  return {
    runtime,
    apiKey: issued.key,
    close: async () => {
      await runtime.close();
      await rm(output, { recursive: true, force: true });
    },
  };
}

const TRIES_MAX = 5;

/** One request to the stack, tried again while it fails on our side; throws on anything but success. */
export async function call(
  runtime: Pick<Runtime, 'url'>,
  apiKey: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`${runtime.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    if (response.status < 500 || tries === TRIES_MAX) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
  }
}
