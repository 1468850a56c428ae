import { oneObjectIn } from '../catalog/apply.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { listAt, numberAt } from '../http/json.ts';
import { counted } from '../output/numbers.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { showItemAt } from '../show.ts';

const path = '/v1/otlp-mappings';

export function addOtlpCommands({ program, run }: CommandLine): void {
  const command = program
    .command('otlp')
    .description('Which spans, log records and metrics of OpenTelemetry become events.');
  command
    .command('apply')
    .description('Set the mappings as a file says; others are none any more')
    .argument('<file>', 'one JSON object: {"mappings": [{"key", "signal", "match", "type", …}]}')
    .action(run(async (session, file: string) => apply(session, file)));
  command
    .command('get')
    .description('As they are, and what is offered')
    .action(run(async (session) => showItemAt(session, path)));
  command
    .command('offer')
    .description('What is offered, as a file to change and apply: usage of generative models')
    .option('-o, --output <file>', 'where to put it; - for standard output')
    .action(run(offer));
}

async function apply(session: Session, file: string): Promise<number> {
  const mappings = await appliedMappings(session, file);
  if (session.isJson) session.printJson(mappings);
  return exitCode.ok;
}

/** Sets them as a file says, and tells people so; answers them as they are then. */
export async function appliedMappings(session: Session, file: string): Promise<unknown> {
  // What `get` shows can be changed and sent back.
  const { offered: _, ...mappings } = await oneObjectIn(session.shell, file);
  const { body } = await session
    .api()
    .call({ method: 'PUT', path, body: JSON.stringify(mappings) });
  if (!session.isJson) {
    const many = counted(listAt(body, 'mappings').length, 'mapping');
    const revision = numberAt(body, 'revision') ?? 1;
    session.shell.out(`${many} of OTLP as in ${file}, revision ${revision}\n`);
  }
  return body;
}

/** A file for people, and the same for programs. */
async function offer(session: Session, { output }: { output?: string }): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path });
  const mappings = listAt(body, 'offered');
  return writeOut(session, [`${JSON.stringify({ mappings }, undefined, 2)}\n`], output);
}
