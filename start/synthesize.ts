import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../cli/failure.ts';
import { isJsonObject, jsonFrom, textAt } from '../cli/http/json.ts';

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
};

/** What the CDK command line adds to the context; the asset paths are how the runtime finds the bundles. */
const toolContext = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
};

interface Synthesis {
  /** The package's root, where cdk.json is. */
  readonly root: string;
  /** Where the cloud assembly goes. */
  readonly output: string;
  readonly signal: AbortSignal;
  /**
   * Settings over those of a local stack.
   * @default - none
   */
  readonly settings?: Readonly<Record<`farthing:${string}`, string>>;
}

/** Runs the app of cdk.json, as `cdk synth` does but without the two seconds that the tool itself takes. */
export async function synthesize({ root, output, signal, settings }: Synthesis): Promise<void> {
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
  // Without a shell between, the signal ends the app itself.
  const [command = '', ...parameters] = app.split(' ');
  const child = spawn(command, parameters, {
    cwd: root,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify(context),
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
