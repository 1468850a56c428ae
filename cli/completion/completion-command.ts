import { Argument } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { bashCompletion } from './bash.ts';
import { commandPlaces } from './command-places.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function addCompletionCommand({ program, run }: CommandLine): void {
  program
    .command('completion')
    .description('Completes commands, options and files in a shell: a script for it to source')
    .addArgument(new Argument('<shell>').choices(Object.keys(scripts)))
    .addHelpText('after', `\n${setUpHelp}`)
    .action(
      run(async (session, shell: keyof typeof scripts) => {
        session.shell.out(scripts[shell](program.name(), commandPlaces(program)));
        return exitCode.ok;
      }),
    );
}

const setUpHelp = `bash  in ~/.bashrc:                  source <(farthing completion bash)
zsh   in ~/.zshrc, after compinit:  source <(farthing completion zsh)
fish  once, and after an upgrade:
      farthing completion fish > ~/.config/fish/completions/farthing.fish`;
