// A QR code of a text: bytes, level L, versions 1 to 20 (ISO/IEC 18004). Returns rows of booleans, null if it is too long.
const TOTAL = [0, 26, 44, 70, 100, 134, 172, 196, 242, 292, 346, 404, 466, 532, 581, 655, 733, 815, 901, 991, 1085];
const CHECK = [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28]; // of each block
const BLOCKS = [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];

function qr(text) {
  const bytes = new TextEncoder().encode(text);
  let version = 1;
  const room = (v) => TOTAL[v] - CHECK[v] * BLOCKS[v] - (v < 10 ? 2 : 3);
  while (version <= 20 && room(version) < bytes.length) version++;
  if (version > 20) return null;
  const size = 17 + 4 * version, grid = [], fixed = [];
  for (let y = 0; y < size; y++) { grid.push(Array(size).fill(false)); fixed.push(Array(size).fill(false)); }
  const put = (x, y, dark) => { if (x >= 0 && y >= 0 && x < size && y < size) { grid[y][x] = dark; fixed[y][x] = true; } };
  for (let i = 0; i < size; i++) { put(6, i, i % 2 === 0); put(i, 6, i % 2 === 0); }
  for (const [left, top] of [[3, 3], [size - 4, 3], [3, size - 4]])
    for (let y = -4; y <= 4; y++) for (let x = -4; x <= 4; x++) {
      const ring = Math.max(Math.abs(x), Math.abs(y));
      put(left + x, top + y, ring !== 2 && ring !== 4);
    }
  const centres = alignment(version, size), last = centres.length - 1;
  centres.forEach((cy, i) => centres.forEach((cx, j) => {
    if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
    for (let y = -2; y <= 2; y++) for (let x = -2; x <= 2; x++) put(cx + x, cy + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
  }));
  if (version >= 7) {
    let rest = version;
    for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let i = 0; i < 18; i++) {
      const a = size - 11 + (i % 3), b = Math.floor(i / 3);
      put(a, b, ((bits >>> i) & 1) === 1); put(b, a, ((bits >>> i) & 1) === 1);
    }
  }
  const format = (mask) => { // level L is 01
    let rest = 8 | mask;
    for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = (((8 | mask) << 10) | rest) ^ 0x5412, bit = (i) => ((bits >>> i) & 1) === 1;
    for (let i = 0; i < 6; i++) put(8, i, bit(i));
    put(8, 7, bit(6)); put(8, 8, bit(7)); put(7, 8, bit(8));
    for (let i = 9; i < 15; i++) put(14 - i, 8, bit(i));
    for (let i = 0; i < 8; i++) put(size - 1 - i, 8, bit(i));
    for (let i = 8; i < 15; i++) put(8, size - 15 + i, bit(i));
    put(8, size - 8, true);
  };
  format(0);
  const words = codewords(bytes, version);
  let index = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) for (let j = 0; j < 2; j++) {
      const x = right - j, y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      if (fixed[y][x]) continue;
      grid[y][x] = index < words.length * 8 && ((words[index >>> 3] >>> (7 - (index & 7))) & 1) === 1;
      index++;
    }
  }
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) // mask 3 has no pattern that text would repeat
    if (!fixed[y][x] && (x + y) % 3 === 0) grid[y][x] = !grid[y][x];
  format(3);
  return grid;
}

function alignment(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2, step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  const found = [6];
  for (let at = size - 7; found.length < count; at -= step) found.splice(1, 0, at);
  return found;
}

function codewords(bytes, version) {
  const data = TOTAL[version] - CHECK[version] * BLOCKS[version], bits = [];
  const push = (value, length) => { for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1); };
  push(4, 4); push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, data * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const words = [];
  for (let i = 0; i < bits.length; i += 8) words.push(bits.slice(i, i + 8).reduce((sum, bit) => sum * 2 + bit, 0));
  for (let pad = 0xec; words.length < data; pad ^= 0xfd) words.push(pad);
  const count = BLOCKS[version], short = count - (TOTAL[version] % count), length = Math.floor(TOTAL[version] / count) - CHECK[version];
  const blocks = [], checks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const own = words.slice(at, at += length + (i < short ? 0 : 1));
    blocks.push(own); checks.push(remainder(own, CHECK[version]));
  }
  const mixed = [];
  for (let i = 0; i <= length; i++) for (const block of blocks) if (i < block.length) mixed.push(block[i]);
  for (let i = 0; i < CHECK[version]; i++) for (const check of checks) mixed.push(check[i]);
  return mixed;
}

function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i--) product = (product << 1) ^ ((product >>> 7) * 0x11d) ^ (((b >>> i) & 1) * a);
  return product;
}

function remainder(data, degree) {
  const divisor = Array(degree).fill(0);
  divisor[degree - 1] = 1;
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2))
    for (let j = 0; j < degree; j++) divisor[j] = times(divisor[j], root) ^ (divisor[j + 1] ?? 0);
  const rest = Array(degree).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((value, i) => { rest[i] ^= times(value, factor); });
  }
  return rest;
}
