import { describe, expect, it } from '@jest/globals';
import { at, functionsOf, ofType, resources, theOnly } from './synthesized.ts';

const [, board] = theOnly(resources, 'AWS::CloudWatch::Dashboard');
const body = JSON.stringify(at(board, 'DashboardBody'));

describe('the dashboard', () => {
  it('shows what became of events, by what functions measure', () => {
    for (const name of ['Accepted', 'Recorded', 'Known', 'Quarantined']) {
      expect(body).toContain(`Events${name}`);
    }
  });

  it.each([
    ...functionsOf(resources).map(([name, id]) => [name, id]),
    ...['AWS::DynamoDB::GlobalTable', 'AWS::SQS::Queue'].flatMap((type) =>
      ofType(resources, type).map(([id]) => [id, id]),
    ),
  ])('leaves out nothing that works or waits: %s', (_, id) => {
    expect(body).toContain(`\\"${id}\\"`.replaceAll('\\', ''));
  });

  it.each(['OverdueRuns', 'ParkedMonths', 'BooksFaults', 'TotalsDiffer'])(
    'shows what waits for a person: %s',
    (metric) => {
      expect(body).toContain(metric);
    },
  );
});
