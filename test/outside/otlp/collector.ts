import { join } from 'node:path';
import { routes } from '../../../core/contract/routes.ts';
import { ran } from '../analytics/duck.ts';

const here = import.meta.dirname;
const page = join(here, '../../../docs/otlp.md');

type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface Collector {
  readonly receivers: Components;
  readonly processors: Components;
  readonly exporters: Components;
  readonly extensions: Components;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: Readonly<
      Record<string, Readonly<Record<'receivers' | 'processors' | 'exporters', readonly string[]>>>
    >;
  };
}

/**
 * What is wrong with the collector's configuration of docs/otlp.md, as far as that can be seen without a collector:
 * whether it hangs together, and whether its exporter would ask for paths that there are. npm has no collector to run.
 */
export async function collectorFaults(): Promise<readonly string[]> {
  const printed = await ran(process.execPath, [join(here, 'programs/collector.mjs'), page], {
    cwd: here,
  });
  const { service, ...components } = JSON.parse(printed) as Collector;
  const pipelines = Object.entries(service.pipelines);
  const named = [
    ...service.extensions.map((name) => ['extensions', name] as const),
    ...pipelines.flatMap(([, pipeline]) =>
      (['receivers', 'processors', 'exporters'] as const).flatMap((kind) =>
        pipeline[kind].map((name) => [kind, name] as const),
      ),
    ),
  ];
  const missing = named.filter(([kind, name]) => components[kind][name] === undefined);
  const paths: readonly string[] = routes.map(({ path }) => path);
  const asked = pipelines.flatMap(([signal, { exporters }]) =>
    exporters.map((name) => {
      const { endpoint } = components.exporters[name] ?? {};
      return `${new URL(String(endpoint)).pathname}/v1/${signal}`;
    }),
  );
  const batch = Number(components.processors['batch']?.['send_batch_max_size']);
  console.log(`a collector of ${pipelines.length} pipelines would ask for ${asked.join(', ')}`);
  return [
    ...(asked.length === 3 ? [] : [`the collector has ${asked.length} pipelines`]),
    ...(batch > 0 && batch <= 10_000 ? [] : [`the collector sends ${batch} at once`]),
    ...missing.map(([kind, name]) => `the collector’s ${kind} have no ${name}`),
    ...asked.filter((path) => !paths.includes(path)).map((path) => `there is no ${path}`),
  ];
}
