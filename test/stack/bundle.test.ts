import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { bundleOf } from '../../lib/constructs/bundle.ts';

jest.setTimeout(60_000);

/** The bundle of one function, as it would be uploaded. */
function bundled(folder: string): string {
  const app = new App({ context: { 'aws:cdk:enable-asset-metadata': true } });
  const code = bundleOf(folder);
  new LambdaFunction(new Stack(app, 'One'), 'One', {
    code,
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
  const assembly = app.synth();
  const path = /"aws:asset:path":"([^"]+)"/.exec(
    JSON.stringify(assembly.getStackByName('One').template),
  )?.[1];
  return readFileSync(join(assembly.directory, path ?? 'no-asset', 'index.mjs'), 'utf8');
}

describe('the bundle of a function', () => {
  let bundle = '';
  beforeAll(() => {
    bundle = bundled('aggregate-usage');
  });

  it('is an ES module that exports the handler', () => {
    expect(bundle).toMatch(/export\{[^}]*\bas handler\b[^}]*\}/);
  });

  it('carries all it needs, the AWS SDK too, and imports only what Node.js has', () => {
    const imported = [...bundle.matchAll(/(?<![:"])\bfrom\s*"([^"]+)"/g)].map(
      (found) => found[1] ?? '',
    );
    const foreign = imported.filter((name) => !builtinModules.includes(name.replace(/^node:/, '')));

    expect(imported).not.toHaveLength(0);
    expect(foreign).toEqual([]);
  });

  it('leads stack traces back to our files', () => {
    expect(bundle).toContain('//# sourceMappingURL=index.mjs.map');
  });
});

describe('a function without a folder', () => {
  it('is refused with the file that was looked for', () => {
    expect(() => bundleOf('count-sheep')).toThrow(
      /^name a function after its folder in functions\/, got count-sheep without .*handler\.ts$/,
    );
  });
});
