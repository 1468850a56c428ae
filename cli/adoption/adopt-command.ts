import type { CommandLine } from '../command-line.ts';
import { usageFailure } from '../failure.ts';
import { jsonFrom } from '../http/json.ts';
import { counted } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { textFile } from '../text-file.ts';
import { adoptionOf, isCutShort } from './resource-mapping.ts';

interface AdoptOptions {
  readonly template: string;
  readonly output?: string;
}

export function addAdoptCommand({ program, run }: CommandLine): void {
  program
    .command('adopt <resources>')
    .description(
      'What a new stack takes over of one that is gone, for cdk import: <resources> is what aws cloudformation list-stack-resources has answered of it',
    )
    .option('--template <file>', 'of the new stack', 'cdk.out/Farthing.template.json')
    .option('-o, --output <file>', 'where to write the mapping; standard output where left out')
    .action(
      run(async (session, resources: string, options: AdoptOptions) =>
        adopt(session, resources, options),
      ),
    );
}

async function adopt(
  session: Session,
  resources: string,
  { template, output }: AdoptOptions,
): Promise<number> {
  const listed = await jsonIn(session, resources);
  if (isCutShort(listed)) {
    throw usageFailure(
      `give all resources of the stack, as aws cloudformation list-stack-resources answers without --max-items: ${resources} has a part of them, and the others would be made anew`,
    );
  }
  const { mapping, made } = adoptionOf(await jsonIn(session, template), listed);
  const adopted = Object.keys(mapping);
  if (adopted.length === 0) {
    throw usageFailure(
      `give the resources of a stack that had the logical ids of ${template}: ${resources} has none that it retains and that are still there`,
    );
  }
  session.shell.err(`${counted(adopted.length, 'resource')} to take over\n`);
  for (const { id, status } of made) {
    const why =
      status === undefined ? `is not in ${resources}` : `is not there any more (${status})`;
    session.shell.err(`${printable(`${id} ${why}: it is made, and empty`)}\n`);
  }
  return writeOut(session, [`${JSON.stringify(mapping, undefined, 2)}\n`], output);
}

async function jsonIn({ shell }: Session, file: string): Promise<unknown> {
  const found = jsonFrom(await textFile(shell, file));
  if (found !== undefined) return found;
  throw usageFailure(`give a file of JSON, got ${file}`);
}
