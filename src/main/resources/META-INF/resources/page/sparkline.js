// A small curve of the last rounds, drawn on a canvas: two hundred of them cost less than one chart.

import { themeColours } from './elements.js';
import { decimal } from './format.js';

const WIDTH = 88;
const HEIGHT = 24;
const ink = { profit: '', loss: '', base: '' };

function readColours() {
  const colour = themeColours();
  ink.profit = colour('profit');
  ink.loss = colour('loss');
  ink.base = colour('line');
}

window.addEventListener('crash:theme', readColours);

/** The running profit over a few rounds, from 0 at their beginning. */
export class Sparkline {
  constructor() {
    this.node = document.createElement('canvas');
    this.node.className = 'sparkline';
    this.node.setAttribute('role', 'img');
    this.gains = [];
  }

  draw(gains) {
    this.gains = gains;
    const sum = gains.reduce((total, gain) => total + gain, 0);
    this.node.setAttribute('aria-label', gains.length === 0 ? 'no rounds'
      : `${sum >= 0 ? 'up' : 'down'} ${decimal(Math.abs(sum))} over the last ${gains.length} rounds`);
    this.paint();
  }

  paint() {
    if (!ink.profit) {
      readColours();
    }
    const scale = window.devicePixelRatio || 1;
    if (this.node.width !== WIDTH * scale) {
      this.node.width = WIDTH * scale;
      this.node.height = HEIGHT * scale;
    }
    const brush = this.node.getContext('2d');
    brush.setTransform(scale, 0, 0, scale, 0, 0);
    brush.clearRect(0, 0, WIDTH, HEIGHT);
    if (this.gains.length === 0) {
      return;
    }
    let sum = 0;
    const curve = [0, ...this.gains.map((gain) => (sum += gain))];
    const low = Math.min(...curve);
    const range = Math.max(...curve) - low || 1;
    const x = (index) => 1 + (index / (curve.length - 1)) * (WIDTH - 2);
    const y = (value) => HEIGHT - 2 - ((value - low) / range) * (HEIGHT - 4);
    brush.lineWidth = 1;
    brush.strokeStyle = ink.base;
    brush.beginPath();
    brush.moveTo(0, y(0));
    brush.lineTo(WIDTH, y(0));
    brush.stroke();
    brush.lineWidth = 1.25;
    brush.strokeStyle = sum >= 0 ? ink.profit : ink.loss;
    brush.beginPath();
    curve.forEach((value, index) => brush.lineTo(x(index), y(value)));
    brush.stroke();
  }
}
