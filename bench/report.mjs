/**
 * The measured numbers as text: tables in Markdown, for the terminal and for docs/performance.md alike. It knows
 * how figures are worked out of raw times, and nothing of how those came about.
 */
import { growthExponent, median, predictionOperations, summary, trainingOperations } from './statistics.mjs';
import { AUTO_LIMIT, autoStanding, isPeer, standing, targets } from './targets.mjs';
import { PRODUCT_SIDE, workloads } from './workloads.mjs';

const MISSING = '–';
const names = Object.keys(workloads);

/** Three digits that count: 1234, 123, 12.3, 1.23, 0.123. */
export function digits(value) {
  if (value === 0) return '0';
  const before = Math.floor(Math.log10(Math.abs(value))) + 1;
  return value.toFixed(Math.max(0, Math.min(3, 3 - before)));
}

/** A table of Markdown: the first row is its head; numbers stand to the right. */
export function table([head, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** Median times of whole epochs by contender: a run with fewer rows is scaled up. */
export function epochTimes({ workload, rows, figures }) {
  const scale = workloads[workload].rows / rows;
  const measured = Object.entries(figures).filter(([, { ms }]) => ms.length > 0);
  return Object.fromEntries(measured.map(([name, { ms }]) => [name, median(ms) * scale]));
}

/** GFLOP/s of the large product of each contender, timed beside the epochs of a workload. */
function productSpeeds({ figures }) {
  const measured = Object.entries(figures).filter(([, { product }]) => product.length > 0);
  return Object.fromEntries(
    measured.map(([name, { product }]) => [name, (2 * PRODUCT_SIDE ** 3) / median(product) / 1e6]),
  );
}

/** The fastest product by number of threads: the machine's peak, as far as it can be measured. */
export function peaks(contenders, speeds) {
  const found = {};
  for (const { name, threads } of contenders) {
    if (speeds[name] === undefined || speeds[name] <= (found[threads]?.speed ?? 0)) continue;
    found[threads] = { speed: speeds[name], name };
  }
  return found;
}

function trainingTables(results, dtype) {
  const { contenders, training } = results;
  const parts = new Map(training.filter((part) => part.dtype === dtype).map((part) => [part.workload, part]));
  if (parts.size === 0) return [];
  const peakIn = new Map(
    [...parts].map(([workload, part]) => [workload, peaks(contenders, productSpeeds(part))]),
  );
  const present = contenders.filter(({ name }) => [...parts.values()].some(({ figures }) => figures[name]));
  const time = (name, workload) => {
    const part = parts.get(workload);
    const ms = part?.figures[name]?.ms ?? [];
    if (ms.length === 0) return MISSING;
    const scale = workloads[workload].rows / part.rows;
    const { median: middle, low, high } = summary(ms.map((value) => value * scale));
    return `${digits(middle)} (${digits(low)}–${digits(high)})`;
  };
  const speed = ({ name, threads, otherWork }, workload) => {
    const part = parts.get(workload);
    const ms = part?.figures[name]?.ms ?? [];
    if (ms.length === 0 || otherWork) return MISSING;
    const reached = (trainingOperations(part.sizes) * part.rows) / median(ms) / 1e6;
    const peak = peakIn.get(workload)[threads]?.speed;
    return `${digits(reached)}${peak === undefined ? '' : `, ${Math.round((reached / peak) * 100)} %`}`;
  };
  const counts = [...new Set([...peakIn.values()].flatMap(Object.keys))].toSorted((a, b) => a - b);
  const peakRows = counts.map((threads) => [
    'fastest product',
    threads,
    ...names.map((workload) => {
      const peak = peakIn.get(workload)?.[threads];
      return peak === undefined ? MISSING : `${digits(peak.speed)} (${peak.name})`;
    }),
  ]);
  const rows = present.map((contender) => [
    `${contender.name}${contender.otherWork ? ' (other work)' : ''}`,
    ...names.map((workload) => time(contender.name, workload)),
  ]);
  const shares = present.map((contender) => [
    contender.name,
    `${contender.threads ?? MISSING}`,
    ...names.map((workload) => speed(contender, workload)),
  ]);
  return [
    `### Training in ${dtype}`,
    'Milliseconds an epoch: median (lower quartile–upper quartile).',
    table([['contender', ...names], ...rows]),
    `GFLOP/s in training, and as a share of the machine's peak with as many threads: the fastest ${PRODUCT_SIDE}³ product of any contender, timed beside the epochs.`,
    table([['contender', 'threads', ...names], ...peakRows, ...shares]),
  ];
}

function targetTable({ contenders, training }) {
  const times = new Map(training.map((part) => [`${part.workload} ${part.dtype}`, epochTimes(part)]));
  if (times.size === 0) return [];
  const rows = targets.map((target) => [
    `${target.dtype}, ${target.title}`,
    ...names.map((workload) => {
      const measured = times.get(`${workload} ${target.dtype}`);
      const found = measured && standing(target, workload, contenders, measured);
      if (found === undefined) return `${MISSING} (≥ ${limit(target.atLeast[workload])})`;
      return `${verdict(found.met)} ${digits(found.ratio)} (≥ ${limit(found.needed)}; ${found.own} : ${found.peer})`;
    }),
  ]);
  for (const dtype of ['float32', 'float64']) {
    const found = names.map((workload) => autoStanding(times.get(`${workload} ${dtype}`) ?? {}));
    if (found.every((one) => one === undefined)) continue;
    rows.push([
      `${dtype}, auto beside the best engine on this Node`,
      ...found.map((one) =>
        one === undefined ? MISSING : `${verdict(one.met)} ${digits(one.ratio)} (≤ ${AUTO_LIMIT})`,
      ),
    ]);
  }
  for (const dtype of ['float32', 'float64']) {
    const gains = names.map((workload) =>
      secondThread(training.find((part) => part.workload === workload && part.dtype === dtype)),
    );
    if (gains.every((gain) => gain === undefined)) continue;
    rows.push([
      `${dtype}, beside it: the ${PRODUCT_SIDE}³ product of hebb-wasm, with one thread over with all`,
      ...gains.map((gain) => (gain === undefined ? MISSING : digits(gain))),
    ]);
  }
  return ['### Targets', "Peer's time over Hebb's.", table([['target', ...names], ...rows])];
}

/** How many times as fast all threads do the large product as one does: what the other cores were worth meanwhile. */
function secondThread(part) {
  const speeds = part === undefined ? {} : productSpeeds(part);
  const [all, one] = [speeds['hebb-wasm'], speeds['hebb-wasm-1']];
  return all === undefined || one === undefined ? undefined : all / one;
}

/** At most two decimals. */
const limit = (value) => Number(value.toFixed(2));
const verdict = (met) => (met ? 'met' : '**missed**');

/** The peer's time over Hebb's in whole fits, beside the same ratio of epochs. */
function fitTable({ contenders, fits, training }) {
  if (fits.length === 0) return [];
  const hebb = contenders.filter(({ family }) => family === 'hebb');
  const peers = contenders.filter(isPeer);
  const rows = fits.flatMap(({ workload, dtype, figures, epochs }) => {
    const part = training.find((part) => part.workload === workload && part.dtype === dtype);
    const epoch = part === undefined ? {} : epochTimes(part);
    const whole = Object.fromEntries(Object.entries(figures).map(([name, { ms }]) => [name, median(ms)]));
    return contenders
      .filter(({ name }) => whole[name] !== undefined)
      .map(({ name }) => {
        const against = hebb.some((one) => one.name === name) ? fastestName(peers, whole) : undefined;
        const ratio = (times) =>
          against === undefined || times[against] === undefined || times[name] === undefined
            ? undefined
            : times[against] / times[name];
        const [ofFits, ofEpochs] = [ratio(whole), ratio(epoch)];
        return [
          `${workload} ${dtype} ${name}`,
          `${digits(whole[name])} (${epochs} epochs)`,
          ofFits === undefined ? MISSING : `${digits(ofFits)} (${against})`,
          ofEpochs === undefined ? MISSING : digits(ofEpochs),
          ofFits === undefined || ofEpochs === undefined ? MISSING : verdict(ofFits >= 0.9 * ofEpochs),
        ];
      });
  });
  const head = ['fit', 'ms', 'ratio to the fastest peer', 'the same of epochs', 'within 10 %'];
  return ['### Whole fits', 'Data preparation included.', table([head, ...rows])];
}

function fastestName(contenders, times) {
  const able = contenders.map(({ name }) => name).filter((name) => times[name] !== undefined);
  return able.toSorted((a, b) => times[a] - times[b])[0];
}

function predictionTables({ contenders, prediction }) {
  return prediction.flatMap(({ what, workload, rows, figures }) => {
    const present = contenders.filter(({ name }) => figures[name] !== undefined);
    const installed = present.find((contender) => contender.installed)?.name;
    const middle = (name, unit) =>
      figures[name][unit] === undefined ? undefined : median(figures[name][unit]);
    const unit = what === 'latency' ? 'us' : 'ms';
    const ratio = ({ name }) =>
      installed === undefined ? MISSING : digits(middle(installed, unit) / middle(name, unit));
    if (what === 'latency') {
      const body = present.map((contender) => {
        const network = middle(contender.name, 'networkUs');
        const inTime = network === undefined ? MISSING : `${digits(network)} (${verdict(network < 5)}: < 5)`;
        return [contender.name, digits(middle(contender.name, 'us')), inTime, ratio(contender)];
      });
      const head = [
        'contender',
        'µs through the pipeline',
        'µs through the network',
        'times scikit-learn (≥ 20)',
      ];
      return ['### Prediction of one row', `${workload}, a scaler and the network.`, table([head, ...body])];
    }
    const body = present.map((contender) => {
      const ms = middle(contender.name, 'ms');
      const speed = (predictionOperations(workloads[workload].sizes) * rows) / ms / 1e6;
      return [contender.name, digits(ms), digits(rows / ms / 1000), digits(speed), ratio(contender)];
    });
    const head = ['contender', 'ms', 'million rows a second', 'GFLOP/s', 'times scikit-learn'];
    return [`### Prediction of ${rows.toLocaleString('en')} rows`, `${workload}.`, table([head, ...body])];
  });
}

function smallTables({ startUp, memory, growth, contenders }) {
  const text = [];
  if (startUp !== undefined) {
    const [empty, hebb] = [summary(startUp.empty), summary(startUp.hebb)];
    const added = hebb.median - empty.median;
    text.push(
      '### Start-up',
      `An empty process takes ${digits(empty.median)} ms (${digits(empty.low)}–${digits(empty.high)}), one that imports \`hebb\` ${digits(hebb.median)} ms (${digits(hebb.low)}–${digits(hebb.high)}): ${digits(added)} ms more (${verdict(added < 30)}: < 30), medians of ${empty.count}.`,
    );
  }
  if (memory !== undefined) {
    const body = contenders
      .filter(({ name }) => memory.figures[name] !== undefined)
      .map(({ name }) => [name, (memory.figures[name] / 1e6).toFixed(0)]);
    text.push(
      '### Memory',
      `Largest resident size of a process that fits ${memory.workload} in float32, in megabytes; its X alone is ${(memory.data / 1e6).toFixed(0)}.`,
      table([['contender', 'MB'], ...body]),
    );
  }
  if (growth !== undefined) {
    const body = growth.flatMap(({ quantity, sizes, figures }) =>
      Object.entries(figures).map(([name, times]) => [
        `${quantity}, ${name}`,
        ...times.map((ms, i) => `${sizes[i]}: ${digits(ms)}`),
        digits(growthExponent(sizes, times)),
      ]),
    );
    text.push(
      '### Growth',
      'Milliseconds an epoch as one quantity grows, and the exponent of the growth (1 is linear).',
      table([['quantity', 'small', 'middle', 'large', 'exponent'], ...body]),
    );
  }
  return text;
}

/** Share of the machine that went to others while contenders had their turns; the largest median of all parts. */
function strangers({ training, fits }) {
  const shares = [...training, ...fits].flatMap(({ figures }) =>
    Object.values(figures)
      .map(({ strangers = [] }) => strangers.filter((share) => share !== null))
      .filter((shares) => shares.length > 0)
      .map(median),
  );
  return shares.length === 0 ? undefined : Math.max(...shares);
}

/** Everything that was measured, in Markdown. */
export function report(results) {
  const { date, machine, contenders, missing, quick } = results;
  const foreign = strangers(results);
  const versions = [
    ...new Set(
      contenders.map(({ name, version, blas }) => `${name}: ${[version, blas].filter(Boolean).join(', ')}`),
    ),
  ];
  const quickLine = quick ? ['A quick run: fewer rows and rounds, times scaled up to whole epochs.'] : [];
  const noise =
    foreign === undefined
      ? []
      : [
          `Other processes had ${Math.round(foreign * 100)} % of the machine at most${foreign > 0.05 ? ': **it was not quiet, so do not trust these figures**' : ''}.`,
        ];
  return [
    `Measured on ${date}: ${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}. Medians of interleaved rounds; all contenders had the same data, initial weights, order of rows and steps, and their losses agreed.`,
    ...quickLine,
    ...noise,
    ...targetTable(results),
    ...['float32', 'float64'].flatMap((dtype) => trainingTables(results, dtype)),
    ...fitTable(results),
    ...predictionTables(results),
    ...smallTables(results),
    '### Contenders',
    [...versions, ...missing.map((sentence) => `not measured: ${sentence}`)]
      .map((line) => `- ${line}`)
      .join('\n'),
  ].join('\n\n');
}

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/** A document with what is between the two markers replaced. @throws Error where they are missing */
export function placed(document, text) {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the document lacks ${BEGIN} … ${END}.`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${document.slice(end)}`;
}
