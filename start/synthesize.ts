import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../cli/failure.ts';
import { isJsonObject, jsonFrom, textAt } from '../cli/http/json.ts';
import { type AssemblyStore, assemblyStore } from './assembly-store.ts';
import { synthesisKey } from './synthesis-key.ts';

/**
 * What differs from a deployment: usage is visible within seconds, keys say that they are for trying things out, and
 * there is one log a minute, because one machine gains nothing from more. Batches are small because an old log, such as
 * a month at once, has events in so many minutes that one batch can mean thousands of blocks, and a function has only
 * its timeout to write them.
 */
const localContext = {
  'farthing:eventsWindowSeconds': 1,
  'farthing:eventsBatchSize': 5,
  'farthing:touchedDelaySeconds': 1,
  'farthing:touchedWindowSeconds': 1,
  'farthing:touchedBatchSize': 100,
  'farthing:shardEpochs': [{ from: '1970-01-01T00:00:00Z', shards: 1 }],
  'farthing:keyMode': 'test',
  'farthing:logHost': 'farthing.localhost',
  'farthing:tallyDrops': [],
};

/** What the CDK command line adds to the context; the asset paths are how the runtime finds the bundles. */
const toolContext = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
};

interface Synthesis {
  /** The package's root, where cdk.json is. */
  readonly root: string;
  /** Where the cloud assembly goes; nothing is there yet. */
  readonly output: string;
  readonly signal: AbortSignal;
  /**
   * Settings over those of a local stack.
   * @default - none
   */
  readonly settings?: Readonly<Record<`farthing:${string}`, string>>;
  /**
   * Where assemblies are kept for the next time.
   * @default - below node_modules, so that a new installation begins anew
   */
  readonly cache?: AssemblyStore;
  /** Told what is waited for, when the assembly is not kept already. */
  readonly onWait?: (reason: string) => void;
}

/**
 * Makes the cloud assembly of the app of cdk.json, as `cdk synth` does but without the two seconds that the tool itself
 * takes, and without its rules and those of cdk-nag: the tests hold the stack to them. What was made before from
 * exactly the same is not made again.
 */
export async function synthesize(synthesis: Synthesis): Promise<void> {
  const { root, output } = synthesis;
  const app = await appOf(synthesis);
  const cache =
    synthesis.cache ?? assemblyStore(join(root, 'node_modules', '.cache', 'farthing', 'synthesis'));
  const key = await synthesisKey(root, app);
  if (await cache.restore(key, output)) return;
  synthesis.onWait?.('bundling the functions, which is kept for the next start');
  await run(app, synthesis);
  // Made from sources that were saved meanwhile, it belongs to neither key.
  if ((await synthesisKey(root, app)) !== key) return;
  // Where nothing can be kept, or another has kept it first, the next start does without this one's.
  await cache.keep(key, output).catch(() => undefined);
}

interface App {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What is run, with all that it is told but for where its output goes. */
async function appOf({ root, settings }: Synthesis): Promise<App> {
  const configuration = jsonFrom(await readFile(join(root, 'cdk.json'), 'utf8'));
  const app = textAt(configuration, 'app');
  if (app === undefined) throw new Failure('cdk.json names no app');
  const configured = isJsonObject(configuration) ? configuration['context'] : undefined;
  const context = {
    ...(isJsonObject(configured) ? configured : {}),
    ...toolContext,
    ...localContext,
    ...settings,
  };
  const [command = '', ...parameters] = app.split(' ');
  return {
    command,
    parameters,
    environment: {
      ...Object.fromEntries(
        Object.entries(process.env).flatMap(([name, value]) =>
          /^(?:CDK|AWS|JSII)_/.test(name) && value !== undefined ? [[name, value]] : [],
        ),
      ),
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CDK_VALIDATION: 'false',
      BUNDLES_SHARE_MODULES: 'true',
    },
  };
}

async function run(
  { command, parameters, environment }: App,
  { root, output, signal }: Synthesis,
): Promise<void> {
  // Without a shell between, the signal ends the app itself.
  const child = spawn(command, parameters, {
    cwd: root,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...environment,
      PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
      CDK_OUTDIR: output,
    },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  }
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject).on('close', resolve);
  const code = await promise;
  if (code !== 0) throw new Failure(`the stack does not synthesize:\n${said.join('')}`);
}
