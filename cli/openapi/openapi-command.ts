import type { CommandLine } from '../command-line.ts';
import { writeOut } from '../output-file.ts';

export function addOpenApiCommand({ program, run }: CommandLine): void {
  program
    .command('openapi')
    .description('The interface as an OpenAPI 3.1 document, as the service describes itself')
    .option('-o, --output <file>', 'where to write it; standard output where left out')
    .action(
      run(async (session, { output }: { readonly output?: string }) => {
        const { text } = await session.api().call({ method: 'GET', path: '/openapi.json' });
        return writeOut(session, [text.endsWith('\n') ? text : `${text}\n`], output);
      }),
    );
}
