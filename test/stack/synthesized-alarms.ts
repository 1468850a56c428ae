import { at, ofType, withBothFronts } from './synthesized.ts';

interface Watched {
  readonly MetricStat?: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions: unknown };
  };
}

/** What an alarm looks at, as [metric, its dimensions]: several where it is of an expression. */
const watchedBy = (properties: Readonly<Record<string, unknown>>) =>
  ((properties['Metrics'] ?? []) as readonly Watched[])
    .flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]))
    .map(({ MetricName, Dimensions }) => [MetricName, JSON.stringify(Dimensions)] as const);

/** With both fronts and all that settings add, which has all alarms there are. */
export const alarms = ofType(withBothFronts, 'AWS::CloudWatch::Alarm').map(
  ([id, { Properties }]) => ({
    id,
    metric: String(Properties['MetricName']),
    about: Properties['Dimensions'] === undefined ? '' : JSON.stringify(Properties['Dimensions']),
    threshold: Properties['Threshold'],
    properties: Properties,
    joined: watchedBy(Properties),
  }),
);

/** The alarm about a metric of the resource `id`, be it alone or joined with others; undefined where there is none. */
export const alarmAbout = (metric: string, id: string) =>
  alarms.find(
    (alarm) =>
      (alarm.metric === metric && alarm.about.includes(`"${id}"`)) ||
      alarm.joined.some(([name, about]) => name === metric && about.includes(`"${id}"`)),
  );

/** What makes a metric of lines in a log. */
export const filterOf = (metric: string) =>
  ofType(withBothFronts, 'AWS::Logs::MetricFilter')
    .map(([, filter]) => filter)
    .find((filter) => at(filter, 'MetricTransformations.0.MetricName') === metric);
