import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { type Claim, someClaims, tampered } from './some-claims.ts';
import { someCosigned } from './some-cosigned.ts';

const here = import.meta.dirname;

/** Where Debian's golang-golang-x-mod-dev puts what Go imports. */
const GO_PATH = '/usr/share/gocode';

/**
 * What others say of our public logs: Go's golang.org/x/mod/sumdb of checkpoints, inclusion and consistency, and
 * @sigstore/verify of checkpoints and inclusion. Each takes all that holds, and nothing that was tampered with.
 */
export async function logsFaults(): Promise<readonly string[]> {
  await ran('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', here]);
  const { vkey, inclusion, consistency } = await someClaims();
  const go = (claims: readonly Claim[]) =>
    verdicts('go', ['run', 'programs/logs.go'], { vkey, claims });
  const sigstore = (claims: readonly Claim[]) =>
    verdicts(process.execPath, ['programs/sigstore.mjs'], { vkey, claims });
  return [
    ...(await faultsOf("Go's sumdb", go, [...inclusion, ...consistency])),
    ...(await faultsOf('@sigstore/verify', sigstore, inclusion)),
    ...(await cosignedFaults()),
  ];
}

/** Go reads notes with cosignatures of ours, and takes them where all hold. */
async function cosignedFaults(): Promise<readonly string[]> {
  const { vkey, witnesses, cosigned, changed } = await someCosigned();
  const judge = (notes: readonly string[]) =>
    verdicts('go', ['run', 'programs/cosigned.go'], { vkey, witnesses, notes });
  const [held, taken] = [await judge(cosigned), await judge(changed)];
  console.log(`Go: ${held.length} cosigned notes that hold, ${taken.length} tampered with`);
  return [
    ...(held.length === cosigned.length && held.every(Boolean)
      ? []
      : ['Go refuses cosigned notes']),
    ...(taken.length === changed.length && !taken.some(Boolean) ? [] : ['Go takes changed ones']),
  ];
}

async function faultsOf(
  who: string,
  judge: (claims: readonly Claim[]) => Promise<readonly boolean[]>,
  claims: readonly Claim[],
): Promise<readonly string[]> {
  const changed = claims.flatMap(tampered);
  const [held, taken] = [await judge(claims), await judge(changed)];
  console.log(`${who}: ${claims.length} that hold, ${changed.length} tampered with`);
  const refused = held.filter((holds) => !holds).length + claims.length - held.length;
  const passed = taken.filter((holds) => holds).length + changed.length - taken.length;
  return [
    ...(refused === 0 ? [] : [`${who} refuses ${refused} of ${claims.length} claims that hold`]),
    ...(passed === 0 ? [] : [`${who} takes ${passed} of ${changed.length} tampered claims`]),
  ];
}

const verdicts = async (
  program: string,
  args: readonly string[],
  cases: object,
): Promise<readonly boolean[]> =>
  JSON.parse(await ran(program, args, JSON.stringify(cases))) as readonly boolean[];

async function ran(program: string, args: readonly string[], input = ''): Promise<string> {
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: GO_PATH };
  const child = spawn(program, args, { cwd: here, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(input);
  const [printed, code] = await Promise.all([text(child.stdout), ended]);
  if (code === 0) return printed;
  throw new Error(
    `${program} ${args.join(' ')} ended with ${code}: is golang-golang-x-mod-dev installed?`,
  );
}
