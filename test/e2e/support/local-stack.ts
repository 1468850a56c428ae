import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { formFileNames, indexIn } from '../../../core/documents/part.ts';
import { holdResponse } from '../../support/contract-faults.ts';
import { untilEmpty } from './until-empty.ts';

const root = resolve(import.meta.dirname, '../../..');
const startMsMax = 240_000;

/** Whose code runs: a checkout, and its script that starts the stack. */
export interface Code {
  readonly root: string;
  readonly script: string;
  /**
   * Where it is synthesized already.
   * @default - what was synthesized before all tests
   */
  readonly cloudAssembly?: string;
}
export const ours: Code = { root, script: 'test/e2e/support/start-local.ts' };

interface LocalStack {
  readonly url: string;
  readonly apiKey: string;
  readonly issueKeysFunction: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly localSecret: string;
}

/** What was answered, to the byte. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
}

/** `npm start -- --empty` in a process of its own, on data of its own: what a person has before the first command. */
export class LocalFarthing {
  readonly directory: string;
  readonly #code: Code;
  #process: ChildProcess | undefined;
  #stack: LocalStack | undefined;

  private constructor(directory: string, code = ours) {
    this.directory = directory;
    this.#code = code;
  }

  /** On a directory that is there; not started yet. */
  static on(directory: string, code = ours): LocalFarthing {
    return new LocalFarthing(directory, code);
  }

  /** On a directory of its own. */
  static async started(code = ours): Promise<LocalFarthing> {
    const farthing = new LocalFarthing(await mkdtemp(join(tmpdir(), 'farthing-e2e-')), code);
    await farthing.start();
    return farthing;
  }

  /** With a copy of the data of one that does not run; not started yet. */
  static async copyOf(stopped: LocalFarthing): Promise<LocalFarthing> {
    const farthing = new LocalFarthing(await mkdtemp(join(tmpdir(), 'farthing-e2e-')));
    await cp(stopped.directory, farthing.directory, { recursive: true });
    return farthing;
  }

  get stack(): LocalStack {
    if (this.#stack === undefined) throw new Error('start it first');
    return this.#stack;
  }

  /** Starts on the same data, whatever became of the process before. */
  async start(): Promise<void> {
    const args = ['--empty', '--port', '0', '--data', this.directory];
    const { root: cwd, script, cloudAssembly } = this.#code;
    const child = spawn('node', [script, ...args], {
      cwd,
      env: {
        ...process.env,
        ...(cloudAssembly === undefined ? {} : { E2E_CLOUD_ASSEMBLY: cloudAssembly }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const deadline = Date.now() + startMsMax;
    while (!said.includes('ready in')) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`no start:\n${said}`);
      await sleep(25);
    }
    const text = await readFile(join(this.directory, 'local.json'), 'utf8');
    this.#stack = JSON.parse(text) as LocalStack;
  }

  /** Ends the process the hard way, in the middle of whatever it does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Ends the process as Ctrl-C does. */
  stop(): Promise<void> {
    return this.#end('SIGINT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve_) => child.once('exit', resolve_));
    child.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** `npm run farthing -- …`; resolves to what it printed, rejects when it ends with anything but 0. */
  async farthing(...args: readonly string[]): Promise<string> {
    const { code, printed } = await this.farthingProcess(...args).ended;
    if (code !== 0) throw new Error(`farthing ${args.join(' ')} ended with ${code}:\n${printed}`);
    return printed;
  }

  farthingProcess(...args: readonly string[]): {
    readonly child: ChildProcess;
    readonly ended: Promise<{ code: number | null; printed: string }>;
  } {
    const child = spawn('node', ['bin/farthing.ts', ...args, '--data', this.directory], {
      cwd: this.#code.root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    const ended = new Promise<{ code: number | null; printed: string }>((resolve_) => {
      child.once('close', (code) => {
        resolve_({ code, printed });
      });
    });
    return { child, ended };
  }

  /** A new key of a tenant, which then exists. */
  async keyFor(tenant: string, ...scopes: readonly string[]): Promise<string> {
    const printed = await this.farthing(
      ...['keys', 'create', '--tenant', tenant, '--scopes', scopes.join(','), '--json'],
    );
    return (JSON.parse(printed) as { readonly key: string }).key;
  }

  async request(
    method: string,
    path: string,
    body?: unknown,
    apiKey = this.stack.apiKey,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const response = await fetch(`${this.stack.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    holdResponse(method, path, response, text);
    return { status: response.status, body: JSON.parse(text) as unknown };
  }

  /** A GET for whatever `accept` is. */
  async get(path: string, accept = 'application/json'): Promise<Answered> {
    const response = await fetch(`${this.stack.url}${path}`, {
      headers: { authorization: `Bearer ${this.stack.apiKey}`, accept },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const { status, headers } = response;
    holdResponse('GET', path, response, bytes.toString('utf8'));
    return { status, headers, bytes, text: bytes.toString('utf8') };
  }

  /** Moves the test clock; null: back to the machine's time. Moved quietly, it sets off no schedule. */
  async setClock(now: string | null, { quietly = false } = {}): Promise<void> {
    const { apiKey, localSecret } = this.stack;
    const headers = { 'local-secret': localSecret };
    const { status, body } = await this.request(
      'POST',
      '/v1/clock',
      { now, quietly },
      apiKey,
      headers,
    );
    if (status !== 200) throw new Error(`the clock was not moved: ${JSON.stringify(body)}`);
  }

  /** Usage rows of a meter; `query` as in `GET /v1/usage`. */
  async usage(query: Readonly<Record<string, string>>): Promise<
    readonly {
      readonly start: string;
      readonly subject?: string;
      readonly value: string;
    }[]
  > {
    const rows: { start: string; subject?: string; value: string }[] = [];
    let cursor: string | undefined;
    do {
      const parameters = new URLSearchParams({
        ...query,
        ...(cursor === undefined ? {} : { cursor }),
      });
      const { status, body } = await this.request('GET', `/v1/usage?${parameters.toString()}`);
      if (status !== 200) throw new Error(`GET /v1/usage: ${status} ${JSON.stringify(body)}`);
      const page = body as { rows: typeof rows; nextCursor?: string };
      rows.push(...page.rows);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return rows;
  }

  /**
   * All that is stored of documents: keys of what stands by itself, and of each form in a part the key that it would
   * have. The public log is written behind the books, so how much of it is there differs.
   */
  async storedForms(): Promise<readonly string[]> {
    const client = new S3Client({ ...this.#clientOf('S3'), forcePathStyle: true });
    const forms: string[] = [];
    for (const { Name: Bucket } of (await client.send(new ListBucketsCommand({}))).Buckets ?? []) {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
        for (const { Key = '' } of Contents) {
          if (/^[^/]+\/log\//.test(Key)) continue;
          const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
          forms.push(...formsAt(Key, (await Body?.transformToByteArray()) ?? new Uint8Array()));
        }
      }
    }
    client.destroy();
    return forms.sort();
  }

  /** Puts objects into the bucket of drops, one after the other. */
  async drop(files: Readonly<Record<string, string>>): Promise<void> {
    const client = new S3Client({ ...this.#clientOf('S3'), forcePathStyle: true });
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    const Bucket = Buckets.find(({ Name = '' }) => Name.includes('dropsbucket'))?.Name;
    for (const [Key, Body] of Object.entries(files)) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    }
    client.destroy();
  }

  #clientOf(service: 'S3' | 'SQS') {
    return {
      region: 'us-east-1',
      endpoint: this.stack.environment[`AWS_ENDPOINT_URL_${service}`] ?? '',
      credentials: {
        accessKeyId: this.stack.environment['AWS_ACCESS_KEY_ID'] ?? 'local',
        secretAccessKey: 'local',
      },
    };
  }

  /** Waits until every queue is empty, and fails when something was parked. */
  async untilSettled(): Promise<void> {
    const client = new SQSClient(this.#clientOf('SQS'));
    await untilEmpty(client);
    client.destroy();
  }
}

function formsAt(key: string, bytes: Uint8Array): readonly string[] {
  const [, tenant] = /^(.*)\/blocks\/\d+\/\d+\.tar$/.exec(key) ?? [];
  if (tenant === undefined) return [key];
  return [...indexIn(bytes)].flatMap(([id, forms]) =>
    [...forms.keys()].map((form) => `${tenant}/${id}/${formFileNames[form]}`),
  );
}
