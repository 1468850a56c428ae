const { Farthing } = require('@farthing/cdk');
const { App, Stack } = require('aws-cdk-lib');

const app = new App();
new Farthing(new Stack(app, 'Shop'), 'Metering', { touchedBatchSize: 10 });
app.synth();
