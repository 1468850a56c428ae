import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, numberAt, textAt } from '../http/json.ts';
import { post } from '../invoices/record-on.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { leftOf, moneyOf } from '../spend/charge-command.ts';
import { textFile } from '../text-file.ts';

interface AskOptions {
  readonly quantity: string;
  readonly subject?: string;
  readonly tokenFile?: string;
  readonly consent?: string;
  readonly expiresIn?: string;
  readonly once?: true;
}

const holdArgument = 'the id that `gate ask` printed';

export function addGateCommands({ program, run }: CommandLine): void {
  const gate = program
    .command('gate')
    .description('What a server asks of each request that comes in, to try it by hand.');
  gate
    .command('ask')
    .description(
      'Whether a request is paid for: held, or refused with an offer. Exit code 1 where refused',
    )
    .argument('<url>', 'what was asked for: its whole address')
    .argument('<meter>', 'what is used')
    .option('--quantity <units>', 'how much is used', '1')
    .option('--subject <subject>', 'whose usage it is; needed where the payer pays for several')
    .option('--token-file <file>', 'where the payer’s token is')
    .option('--consent <offer>', 'the offer that the payer agrees to')
    .option('--expires-in <seconds>', 'how long serving takes at most; 60 where left out')
    .option('--once', 'who has paid for it today pays nothing again')
    .action(run(ask));
  gate
    .command('capture')
    .description('Charge what was served, at most what was offered')
    .argument('<hold>', holdArgument)
    .option('--quantity <units>', 'how much was used; all that is held where left out')
    .action(run(capture));
  gate
    .command('release')
    .description('Charge nothing, as it was not served')
    .argument('<hold>', holdArgument)
    .action(run(release));
}

async function ask(
  session: Session,
  url: string,
  meter: string,
  { quantity, subject, tokenFile, consent, expiresIn, once }: AskOptions,
): Promise<number> {
  const token =
    tokenFile === undefined ? undefined : (await textFile(session.shell, tokenFile)).trim();
  const answer = await post(session, '/v1/gate', {
    ...{ resource: { url }, meter, quantity },
    ...(subject === undefined ? {} : { subject }),
    payment: {
      ...(token === undefined ? {} : { token }),
      ...(consent === undefined ? {} : { consent }),
    },
    ...(expiresIn === undefined ? {} : { expiresIn: Number(expiresIn) }),
    ...(once === undefined ? {} : { once }),
  });
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${asked(answer)}\n`);
  return textAt(answer, 'outcome') === 'refused' ? exitCode.failed : exitCode.ok;
}

function asked(answer: JsonObject): string {
  if (textAt(answer, 'outcome') === 'held') {
    const [id = '', by = ''] = [textAt(answer, 'id'), textAt(answer, 'by')];
    return `${printable(id)} is held by ${printable(by)}: ${moneyOf(answer)}${leftOf(answer)}`;
  }
  const { problem } = answer;
  if (!isJsonObject(problem)) return 'free';
  const detail = printable(textAt(problem, 'detail') ?? '');
  const refused = `refused with ${numberAt(answer, 'status')}: ${detail} (${textAt(problem, 'code')})`;
  const { offer } = problem;
  if (!isJsonObject(offer)) return refused;
  const [amount, currency, until, consent] = ['amount', 'currency', 'expiresAt', 'consent'].map(
    (name) => printable(textAt(offer, name) ?? ''),
  );
  return `${refused}\noffered for ${amount} ${currency} until ${until}: ${consent}`;
}

async function capture(
  session: Session,
  id: string,
  { quantity }: { readonly quantity?: string },
): Promise<number> {
  const body = quantity === undefined ? {} : { quantity };
  const answer = await post(session, `${pathOf(id)}/capture`, body);
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`captured ${moneyOf(answer)}\n`);
  return exitCode.ok;
}

async function release(session: Session, id: string): Promise<number> {
  const answer = await post(session, `${pathOf(id)}/release`, {});
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${printable(id)} is released\n`);
  return exitCode.ok;
}

const pathOf = (id: string): string => `/v1/gate/${encodeURIComponent(id)}`;
