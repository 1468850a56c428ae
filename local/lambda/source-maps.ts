import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What Node.js is told by to name sources in stacks. */
const flag = '--enable-source-maps';

/**
 * Stacks of this thread name the lines of sources, as that flag has it, but a map is read only when a stack first asks
 * for it. Node.js reads and parses the map of each module that it loads: of a bundle that is a third of loading.
 */
export function nameSources(): void {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (file: string): SourceMap | undefined => {
    if (!maps.has(file)) maps.set(file, mapBeside(file));
    return maps.get(file);
  };
  Error.prepareStackTrace = (error, frames) =>
    [String(error), ...frames.map((frame) => `    at ${named(frame, mapOf)}`)].join('\n');
}

/** Variables for a thread that names sources itself, and whether it is to. */
export function withoutSourceMaps(environment: Readonly<Record<string, string>>): {
  readonly environment: Readonly<Record<string, string>>;
  readonly namesSources: boolean;
} {
  const { NODE_OPTIONS: all = '', ...others } = environment;
  const options = all.split(' ').filter((option) => option !== '');
  const left = options.filter((option) => option !== flag);
  return {
    environment: left.length === 0 ? others : { ...others, NODE_OPTIONS: left.join(' ') },
    namesSources: left.length < options.length,
  };
}

function mapBeside(file: string): SourceMap | undefined {
  try {
    const payload = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload;
    return new SourceMap(payload);
  } catch {
    // A bundle without a map is named by its own lines.
    return undefined;
  }
}

function named(frame: NodeJS.CallSite, mapOf: (file: string) => SourceMap | undefined): string {
  const [url, line, column] = [frame.getFileName(), frame.getLineNumber(), frame.getColumnNumber()];
  if (url === null || line === null || column === null) return String(frame);
  if (!url.startsWith('file:')) return String(frame);
  const file = fileURLToPath(url);
  const entry = mapOf(file)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalSource' in entry)) return String(frame);
  const { originalSource, originalLine, originalColumn } = entry;
  const place = `${resolve(dirname(file), originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
  return String(frame).replace(`${url}:${line}:${column}`, place);
}
