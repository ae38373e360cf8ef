import { screens } from './screens.ts';
import { useView } from './use-view.ts';
import { ViewLink } from './view-link.tsx';
import './header.css';

/** Name, screens, and the way to the API's own documentation. */
export function Header() {
  const [view] = useView();
  return (
    <header className="header">
      <div className="header-inner">
        <ViewLink className="brand" to={{ ...view, path: '/' }}>
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Gridcast
        </ViewLink>
        <nav aria-label="Screens">
          {screens.map(({ path, title }) => (
            <ViewLink key={path} to={{ ...view, path }} current={path === view.path}>
              {title}
            </ViewLink>
          ))}
          <a href="/docs">API</a>
        </nav>
      </div>
    </header>
  );
}
