import { useEffect, useRef, useState, type ReactNode } from 'react';
import './plot-figure.css';

interface PlotFigureProps {
  /** Draws at a width in pixels. Must keep its identity while what it draws stays the same. */
  readonly draw: (width: number) => Element;
  /** What the picture shows, in one sentence. */
  readonly label: string;
  readonly height: number;
  readonly legend?: ReactNode;
}

/** A chart that is as wide as its place; its height is kept free before it is drawn. */
export function PlotFigure({ draw, label, height, legend }: PlotFigureProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0) return;
    const drawn = draw(width);
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', label);
    place.current?.replaceChildren(drawn);
  }, [draw, label, width]);
  return (
    <figure className="plot-figure">
      {legend}
      <div ref={place} className="plot-place" style={{ height }} />
    </figure>
  );
}
