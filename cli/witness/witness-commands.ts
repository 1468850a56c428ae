import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { rfc3339, timestampOf } from '../../core/kernel/timestamp.ts';
import { type NoteKey, verifierKeyFrom, verifierKeyText } from '../../core/tlog/note.ts';
import type { WitnessedFork } from '../../core/witness/ports.ts';
import { addCheckpoint, REQUEST_BYTES_MAX } from '../../core/witness/witness.ts';
import { lockDirectory } from '../../sdk/src/outbox-lock.ts';
import type { CommandLine } from '../command-line.ts';
import { inputBytes } from '../events/input-bytes.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { systemErrorCode } from '../system-error.ts';
import { keepFork, keptForks, makeWitness, openWitness } from './witness-folder.ts';
import { witnessServer } from './witness-server.ts';

interface FolderOption {
  readonly folder: string;
}

interface RunOptions extends FolderOption {
  readonly log: readonly string[];
  readonly port: string;
  readonly host: string;
}

const folderOption = ['--folder <dir>', 'where the witness is kept', '.witness'] as const;

export function addWitnessCommands({ program, run }: CommandLine): void {
  const witness = program
    .command('witness')
    .description('A witness of logs: it cosigns what only grew, and keeps what shows a fork.');
  witness
    .command('init')
    .description('Make one: a key of its own, and a memory; prints the key to give to logs')
    .argument('<name>', 'an address of yours without a scheme, such as witness.example/w1')
    .option(...folderOption)
    .action(run(init));
  witness
    .command('run')
    .description(
      'Answer /add-checkpoint until it is stopped. Exit code 3 if a log told two stories',
    )
    .requiredOption('--log <key...>', 'the key of a log, or a file with a line for each')
    .option('--port <number>', 'where it listens; 0 for any', '8464')
    .option('--host <address>', 'the address it listens on', '127.0.0.1')
    .option(...folderOption)
    .action(run(runWitness));
  witness
    .command('key')
    .description('The key of the deployment as a witness, to give to logs')
    .action(run(printKey));
  witness
    .command('ask')
    .description('Have the deployment cosign a checkpoint; prints the cosignature')
    .argument('<file>', 'a request of C2SP tlog-witness; - for standard input')
    .action(run(ask));
  witness
    .command('show')
    .description('Its key, how far it is with each log, and forks. Exit code 3 if there are any')
    .option(...folderOption)
    .action(run(show));
}

const folderOf = ({ shell }: Session, { folder }: FolderOption): string =>
  resolve(shell.workingDirectory, folder);

async function printKey(session: Session): Promise<number> {
  const path = '/v1/witness/key';
  const { text } = await session.api().call({ method: 'GET', path, accept: 'text/plain' });
  if (session.isJson) session.printJson({ key: text.trim() });
  else session.shell.out(text);
  return exitCode.ok;
}

async function ask(session: Session, file: string): Promise<number> {
  const most = REQUEST_BYTES_MAX;
  const bytes = await inputBytes(session, file, { most, otherwise: 'no request has' });
  const { text } = await session.api().call({
    ...{ method: 'POST', path: '/v1/witness/add-checkpoint', body: bytes.toString('utf8') },
    ...{ contentType: 'text/plain; charset=utf-8', accept: 'text/plain' },
  });
  if (session.isJson) session.printJson({ cosignature: text.trim() });
  else session.shell.out(text);
  return exitCode.ok;
}

async function init(session: Session, name: string, options: FolderOption): Promise<number> {
  const folder = folderOf(session, options);
  await makeWitness(folder, name);
  const key = verifierKeyText((await openWitness(folder)).key);
  if (session.isJson) session.printJson({ key });
  else session.shell.out(`${key}\n`);
  return exitCode.ok;
}

/** A key is told from a path by its plus signs. */
async function keysIn({ shell }: Session, given: string): Promise<readonly NoteKey[]> {
  const isKey = /^[^+\s]+\+[0-9a-f]{8}\+/.test(given);
  const text = isKey ? given : await fileText(resolve(shell.workingDirectory, given));
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const key = verifierKeyFrom(line);
      if (key?.algorithm === 'ed25519') return key;
      throw usageFailure(`give keys of logs, name+id+base64, got ${printable(line)}`);
    });
}

async function fileText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw usageFailure(`cannot read ${path} (${systemErrorCode(error) ?? 'unreadable'})`);
  }
}

function locked(folder: string): () => void {
  try {
    return lockDirectory(folder);
  } catch (error) {
    const why = systemErrorCode(error) ?? 'another witness runs there';
    throw new Failure(`cannot run in ${folder}: ${why}`);
  }
}

async function runWitness(session: Session, options: RunOptions): Promise<number> {
  const folder = folderOf(session, options);
  const logs = (await Promise.all(options.log.map((one) => keysIn(session, one)))).flat();
  const port = /^\d{1,5}$/.test(options.port) ? Number.parseInt(options.port, 10) : Number.NaN;
  if (!(port <= 65_535)) throw usageFailure(`give a port from 0 to 65535, got ${options.port}`);
  await openWitness(folder);
  const unlock = locked(folder);
  try {
    return await served(session, { folder, logs, port, host: options.host });
  } finally {
    unlock();
  }
}

async function served(
  session: Session,
  {
    folder,
    logs,
    port,
    host,
  }: {
    readonly folder: string;
    readonly logs: readonly NoteKey[];
    readonly port: number;
    readonly host: string;
  },
): Promise<number> {
  const { shell } = session;
  const { key, signer, witnessed } = await openWitness(folder);
  const now = () => timestampOf(shell.now());
  const onFork = async (fork: WitnessedFork): Promise<void> => {
    await keepFork(folder, fork, rfc3339(now()));
    shell.err(forkText(fork));
  };
  const ports = { name: key.name, logs, witnessed, signer, clock: { now }, onFork };
  const server = witnessServer({
    key: verifierKeyText(key),
    add: (text) => addCheckpoint(ports, text),
    onFault: (error) => shell.err(`${error instanceof Error ? error.stack : String(error)}\n`),
  });
  const listening = once(server, 'listening');
  server.listen(port, host);
  await listening.catch((error: unknown) => {
    throw new Failure(`cannot listen on ${host}:${port} (${systemErrorCode(error) ?? 'failed'})`);
  });
  const at = `http://${host}:${(server.address() as AddressInfo).port}`;
  if (session.isJson) session.printJson({ url: at, key: verifierKeyText(key) });
  else shell.out(`${at} witnesses ${logs.map(({ name }) => printable(name)).join(', ')}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
  return (await keptForks(folder)).length === 0 ? exitCode.ok : exitCode.difference;
}

const whatOf = {
  fork: 'has signed two trees of one size',
  unproven: 'was not proven to have grown from what it had signed before',
} as const;

const forkText = ({ kind, origin, known, shown }: WitnessedFork): string =>
  `the log ${printable(origin)} ${whatOf[kind]}: keep both\n${known}\n${shown}\n`;

async function show(session: Session, options: FolderOption): Promise<number> {
  const folder = folderOf(session, options);
  const witness = await openWitness(folder);
  const forks = await keptForks(folder);
  const key = verifierKeyText(witness.key);
  const code = forks.length === 0 ? exitCode.ok : exitCode.difference;
  const logs = witness.all().map(({ origin, size, note }) => ({ origin, size, checkpoint: note }));
  if (session.isJson) {
    session.printJson({ key, logs, forks });
    return code;
  }
  session.shell.out(
    [
      `${key}\n`,
      ...logs.map(({ origin, size }) => `${printable(origin)}: ${size} entries\n`),
      ...forks.map((fork) => `\n${fork.at}: ${forkText(fork)}`),
    ].join(''),
  );
  return code;
}
