import { encodePng } from './png.mjs';

const ink = {
  green: [22, 163, 74, 255],
  amber: [217, 119, 6, 255],
  blue: [37, 99, 235, 255],
  grey: [120, 128, 138, 255],
  red: [220, 38, 38, 255],
  white: [255, 255, 255, 255],
};

const disc =
  (radius, centreX = 0, centreY = 0) =>
  (x, y) =>
    Math.hypot(x - centreX, y - centreY) <= radius;

const roundedSquare = (x, y) => {
  const half = 0.96;
  const corner = 0.35;
  const outside = (value) => Math.max(0, Math.abs(value) - (half - corner));
  return Math.hypot(outside(x), outside(y)) <= corner;
};

/** The handset after which the app is named, lying at an angle: a bow with an ear piece and a mouth piece. */
const handset = (x, y) => {
  const along = (x - y) * Math.SQRT1_2;
  const across = (x + y) * Math.SQRT1_2;
  const bow = Math.abs(Math.hypot(along, across + 0.34) - 0.62) <= 0.13 && across > -0.17;
  const piece = Math.abs(Math.abs(along) - 0.5) <= 0.17 && across > -0.34 && across < 0.14;
  return bow || piece;
};

const without = (shape, hole) => (x, y) => shape(x, y) && !hole(x, y);

/** The states differ in shape as well as in colour: colour alone says nothing to one agent in twenty. */
const layers = {
  connected: [
    { shape: disc(1), colour: ink.green },
    { shape: handset, colour: ink.white },
  ],
  'in-call': [
    { shape: disc(1), colour: ink.blue },
    { shape: handset, colour: ink.white },
    { shape: disc(0.24, -0.32, -0.32), colour: ink.white },
  ],
  ringing: [
    { shape: roundedSquare, colour: ink.amber },
    { shape: handset, colour: ink.white },
  ],
  connecting: [
    { shape: without(disc(1), disc(0.82)), colour: ink.grey },
    { shape: handset, colour: ink.grey },
    { shape: disc(0.24, -0.32, -0.32), colour: ink.grey },
  ],
  offline: [
    { shape: without(disc(1), disc(0.82)), colour: ink.grey },
    { shape: handset, colour: ink.grey },
  ],
  badge: [
    { shape: disc(1), colour: ink.red },
    { shape: disc(0.4), colour: ink.white },
  ],
};

const samplesPerSide = 4;

/** Every icon there is: what the tray can show (`TrayState`) and the mark on a taskbar button. */
export const iconNames = Object.keys(layers);

/**
 * The icon as PNG.
 *
 * @param {string} name one of {@link iconNames}
 * @param {number} size side in pixels
 */
export function drawIcon(name, size) {
  return encodePng(size, (column, row) => {
    const sum = [0, 0, 0, 0];
    for (let sample = 0; sample < samplesPerSide ** 2; sample += 1) {
      const x = column + ((sample % samplesPerSide) + 0.5) / samplesPerSide;
      const y = row + (Math.floor(sample / samplesPerSide) + 0.5) / samplesPerSide;
      const [red, green, blue, alpha] = colourAt(layers[name], (x / size) * 2 - 1, (y / size) * 2 - 1);
      sum[0] += red * alpha;
      sum[1] += green * alpha;
      sum[2] += blue * alpha;
      sum[3] += alpha;
    }
    const [red, green, blue, alpha] = sum;
    if (alpha === 0) return [0, 0, 0, 0];
    return [
      Math.round(red / alpha),
      Math.round(green / alpha),
      Math.round(blue / alpha),
      Math.round(alpha / samplesPerSide ** 2),
    ];
  });
}

function colourAt(stack, x, y) {
  return stack.findLast(({ shape }) => shape(x, y))?.colour ?? [0, 0, 0, 0];
}
