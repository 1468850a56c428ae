import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonFrom, textAt } from '../cli/http/json.ts';
import type { Shell } from '../cli/shell.ts';
import { systemErrorCode } from '../cli/system-error.ts';
import { writeWhole } from './local-files.ts';
import { localKey, type TenantKey } from './local-key.ts';
import type { LocalRuntime } from './runtime-port.ts';
import { step } from './steps.ts';

/** A site that is served until it is closed. */
export interface RunningMagazine {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the magazine of the examples. Rejects with EADDRINUSE where the port is taken. */
export type StartMagazine = (options: {
  readonly url: string;
  readonly apiKey: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly meUrl: string | undefined;
}) => Promise<RunningMagazine>;

interface Place {
  readonly runtime: LocalRuntime;
  readonly directory: string;
  readonly shell: Shell;
}

/** A tenant of its own, so that the books of the demo are the demo’s. */
const tenant = 'magazine';

/** The magazine, beside the stack; undefined where its port is taken: the stack is there all the same. */
export function magazineBeside(
  place: Place,
  { port, start }: { readonly port: number; readonly start: StartMagazine },
): Promise<RunningMagazine | undefined> {
  const { runtime, shell } = place;
  return step(shell, 'opening the magazine', async () => {
    const { apiKey } = await magazineKey(place);
    try {
      const meUrl = runtime.outputs['MeUrl'];
      return await start({ url: runtime.url, apiKey, port, meUrl });
    } catch (error) {
      if (systemErrorCode(error) !== 'EADDRINUSE') throw error;
      shell.err(
        `the magazine is not served, as port ${port} is taken: choose another with \`npm start -- --magazine-port N\`\n`,
      );
      return undefined;
    }
  });
}

/** Kept beside the key of the demo, for its owner alone. */
async function magazineKey({ runtime, directory, shell }: Place): Promise<TenantKey> {
  const file = join(directory, 'magazine.json');
  const text = await readFile(file, 'utf8').catch(() => '');
  const before = textAt(jsonFrom(text), 'apiKey');
  const known = before === undefined ? undefined : { tenant, apiKey: before };
  const key = await localKey(runtime, { shell, known, tenant });
  if (key.apiKey !== before) await writeWhole(file, key);
  return key;
}
