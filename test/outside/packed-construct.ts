import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '..', '..');

/** What a CDK app has beside the construct: of the versions of our own lock file. */
const appPackages = ['aws-cdk-lib', 'constructs', '@types/node'];
/** The files that the construct must deploy as they are here: the code of a function, and the pages beside it. */
const deployedFiles = (bundle: string): readonly string[] => {
  const pages = join(bundle, 'pages');
  const found = existsSync(pages)
    ? readdirSync(pages, { recursive: true, withFileTypes: true })
    : [];
  return [
    ...['index.mjs', 'index.mjs.map'].map((name) => join(bundle, name)),
    ...found
      .filter((one) => one.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort(),
  ];
};

const strict = {
  compilerOptions: {
    ...{ target: 'ES2024', module: 'NodeNext', moduleResolution: 'NodeNext', noEmit: true },
    ...{ strict: true, verbatimModuleSyntax: true },
    types: ['node'],
  },
  include: ['app.ts'],
};

/**
 * The construct as a stranger has it: packed by npm, unpacked into an app of theirs where nothing else of ours is,
 * type-checked there, and synthesized, as an ES module and by `require`. What is not as it must be, a sentence each.
 */
export async function packedConstruct(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-packed-'));
  try {
    install(folder);
    const run = (command: string, ...parameters: readonly string[]) =>
      execFileSync(command, parameters, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
    run(process.execPath, join(root, 'node_modules/@typescript/native/bin/tsc'));
    const synthesized = (program: string): string => {
      const output = join(folder, program.replace('.', '-'));
      execFileSync(process.execPath, [program], {
        cwd: folder,
        env: { ...process.env, CDK_OUTDIR: output },
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      return output;
    };
    return [...faultsOf(synthesized('app.ts')), ...faultsOfRequired(synthesized('app.cjs'))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As `npm install` would, without a registry. */
function install(folder: string): void {
  const made = join(folder, 'made');
  const npm = (...parameters: readonly string[]) =>
    execFileSync('npm', parameters, { cwd: root, encoding: 'utf8' });
  npm('run', '--silent', 'package', '--', made);
  npm('pack', made, '--pack-destination', folder, '--silent');
  const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const target = join(folder, 'node_modules', '@farthing', 'cdk');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', target, '--strip-components', '1']);
  rmSync(made, { recursive: true });
  for (const name of appPackages) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
  for (const file of ['app.ts', 'app.cjs']) {
    cpSync(join(here, 'stacks', file), join(folder, file));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', type: 'module' }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(strict));
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

const templateIn = (file: string): Template => JSON.parse(readFileSync(file, 'utf8')) as Template;

const countOf = ({ Resources }: Template, type: string): number =>
  Object.values(Resources).filter((one) => one.Type === type).length;

function faultsOf(output: string): readonly string[] {
  const shop = templateIn(join(output, 'Shop.template.json'));
  const other = templateIn(join(output, 'OtherShop.template.json'));
  const nested = readdirSync(output).filter((name) => name.endsWith('.nested.template.json'));
  const tables = 'AWS::DynamoDB::GlobalTable';
  return [
    ...unequal('tables of a shop', countOf(shop, tables), 12),
    ...unequal('its HTTP APIs', countOf(shop, 'AWS::ApiGatewayV2::Api'), 1),
    ...unequal('its topics', countOf(shop, 'AWS::SNS::Topic'), 2),
    ...unequal('its subscriptions', countOf(shop, 'AWS::SNS::Subscription'), 1),
    ...unequal('its outputs', Object.keys(shop.Outputs ?? {}).length, 2),
    ...unequal('tables of another', countOf(other, tables), 12),
    ...unequal('its HTTP APIs', countOf(other, 'AWS::ApiGatewayV2::Api'), 0),
    ...unequal('nested stacks', nested.length, 1),
    ...nested.flatMap((name) =>
      unequal('tables of a nested one', countOf(templateIn(join(output, name)), tables), 12),
    ),
    ...faultsOfCode(output),
  ];
}

function faultsOfRequired(output: string): readonly string[] {
  const shop = templateIn(join(output, 'Shop.template.json'));
  return unequal('tables of an app in CommonJS', countOf(shop, 'AWS::DynamoDB::GlobalTable'), 12);
}

/** Each function is deployed as the stack of this repository deploys it, to the byte. */
function faultsOfCode(output: string): readonly string[] {
  const ours = codeIn(process.env['E2E_CLOUD_ASSEMBLY'] ?? '');
  const theirs = codeIn(output);
  const lacking = [...ours].filter((digest) => !theirs.has(digest));
  return [
    ...unequal('functions that are not deployed as here', lacking.length, 0),
    ...unequal('whether there are functions', ours.size > 10, true),
  ];
}

function codeIn(output: string): ReadonlySet<string> {
  const assets = readdirSync(output).filter((name) => name.startsWith('asset.'));
  const bundles = assets.filter((name) => existsSync(join(output, name, 'index.mjs')));
  return new Set(
    bundles.map((name) => {
      const digest = createHash('sha256');
      for (const file of deployedFiles(join(output, name))) digest.update(readFileSync(file));
      return digest.digest('hex');
    }),
  );
}

const unequal = (what: string, found: unknown, wanted: unknown): readonly string[] =>
  found === wanted ? [] : [`${what}: expected ${String(wanted)}, found ${String(found)}`];
