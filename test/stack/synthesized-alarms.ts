import { at, ofType, withBothFronts } from './synthesized.ts';

/** With both fronts and all that settings add, which has all alarms there are. */
export const alarms = ofType(withBothFronts, 'AWS::CloudWatch::Alarm').map(
  ([id, { Properties }]) => ({
    id,
    metric: String(Properties['MetricName']),
    about: Properties['Dimensions'] === undefined ? '' : JSON.stringify(Properties['Dimensions']),
    threshold: Properties['Threshold'],
    properties: Properties,
  }),
);

/** What makes a metric of lines in a log. */
export const filterOf = (metric: string) =>
  ofType(withBothFronts, 'AWS::Logs::MetricFilter')
    .map(([, filter]) => filter)
    .find((filter) => at(filter, 'MetricTransformations.0.MetricName') === metric);
