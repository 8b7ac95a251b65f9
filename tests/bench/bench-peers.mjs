// Times ConvNetJS on the workloads of bench-networks.c, in turns with bench-core, and prints the ratios.
//   node bench-peers.mjs FOLDER-WITH-CONVNETJS BENCH-CORE ROUNDS
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, core, rounds] = process.argv.slice(2);
const convnetjs = createRequire(join(folder, 'package.json'))('convnetjs');
const SLICE_MS = 400;

// ---- networks ----

// Its own regression layer would add one more dense layer; here the last tanh is the output.
function tanhNetwork() {
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: 2 },
    { type: 'fc', num_neurons: 8, activation: 'tanh' },
    { type: 'fc', num_neurons: 8, activation: 'tanh' },
    { type: 'fc', num_neurons: 1, activation: 'tanh' },
  ]);
  net.layers.push(new convnetjs.RegressionLayer({ in_sx: 1, in_sy: 1, in_depth: 1 }));
  return net;
}

function denseNetwork() {
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: 784 },
    { type: 'fc', num_neurons: 128, activation: 'relu' },
    { type: 'softmax', num_classes: 10 },
  ]);
  return net;
}

function convNetwork() {
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 24, out_sy: 24, out_depth: 1 },
    { type: 'conv', sx: 5, filters: 8, stride: 1, pad: 2, activation: 'relu' },
    { type: 'pool', sx: 2, stride: 2 },
    { type: 'conv', sx: 5, filters: 16, stride: 1, pad: 2, activation: 'relu' },
    { type: 'pool', sx: 3, stride: 3 },
    { type: 'softmax', num_classes: 10 },
  ]);
  return net;
}

// ---- data ----

function spiral() {
  const points = [];
  for (let i = 0; i < 500; i++) {
    const way = Math.floor(i / 2) / 250;
    const angle = 1.75 * way * 2 * Math.PI + (i % 2 === 0 ? 0 : Math.PI);
    const x = new convnetjs.Vol(1, 1, 2);
    x.w[0] = way * Math.sin(angle);
    x.w[1] = way * Math.cos(angle);
    points.push({ x, y: [i % 2 === 0 ? 1 : -1] });
  }
  return points;
}

function dense(sx, sy, depth, count) {
  const samples = [];
  for (let i = 0; i < count; i++) {
    const x = new convnetjs.Vol(sx, sy, depth, 0);
    for (let k = 0; k < x.w.length; k++) x.w[k] = 2 * Math.random() - 1;
    samples.push({ x, y: i % 10 });
  }
  return samples;
}

// ---- workloads: each gives a function that handles the next sample ----

function training(net, samples, batch) {
  const trainer = new convnetjs.SGDTrainer(net,
    { method: 'sgd', learning_rate: 0.001, momentum: 0, l1_decay: 0, l2_decay: 0, batch_size: batch });
  let next = 0;
  return () => {
    const sample = samples[next++ % samples.length];
    trainer.train(sample.x, sample.y);
  };
}

function single(net, samples) {
  let next = 0;
  return () => {
    const sample = samples[next++ % samples.length];
    net.forward(sample.x, true);
    net.backward(sample.y);
  };
}

const workloads = {
  W1: training(tanhNetwork(), spiral(), 10),
  W2: training(denseNetwork(), dense(1, 1, 784, 32), 32),
  W3: training(convNetwork(), dense(24, 24, 1, 20), 20),
  W4a: single(tanhNetwork(), spiral()),
  W4b: single(denseNetwork(), dense(1, 1, 784, 32)),
  W4c: single(convNetwork(), dense(24, 24, 1, 20)),
};

// ---- time ----

// Microseconds per sample: the best of tenths of a slice, as bench-core takes the best of its slices.
function time(step) {
  let best = Infinity;
  let count = 20; // a whole batch, or nearly one
  for (let start = performance.now(); performance.now() - start < SLICE_MS;) {
    const begin = performance.now();
    for (let i = 0; i < count; i++) step();
    const passed = performance.now() - begin;
    if (passed < SLICE_MS / 20) count *= 2;
    else best = Math.min(best, passed * 1000 / count);
  }
  return best;
}

const theirs = {}, ours = {}, bounds = {};
for (const name in workloads) time(workloads[name]); // the compiler's warming up
for (let round = 0; round < Number(rounds); round++) {
  for (const name in workloads) {
    theirs[name] = Math.min(theirs[name] ?? Infinity, time(workloads[name]));
    const told = JSON.parse(execFileSync(core, ['--json', '--rounds', '10', '--only', name], { encoding: 'utf8' }));
    ours[name] = Math.min(ours[name] ?? Infinity, told[name].us);
    bounds[name] = told[name].bound;
  }
}

console.log('Microseconds per sample, one thread, the best of', rounds, 'rounds\n');
console.log('      ConvNetJS    core   ratio   bound');
for (const name in workloads) {
  const ratio = theirs[name] / ours[name];
  const reached = ratio >= bounds[name];
  console.log(name.padEnd(4), theirs[name].toFixed(2).padStart(10), ours[name].toFixed(3).padStart(8),
    ratio.toFixed(1).padStart(7), String(bounds[name]).padStart(7), '', reached ? 'reached' : 'falls short');
}
