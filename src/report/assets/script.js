'use strict';
// What the page can do with scripts: sort, filter and save tables, browse passages, switch theme.
// Everything that is shown is in the page; text is set as text, never as markup. The place in the
// page and all choices stand in the address behind `#`, so that a view can be kept or sent.
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;

  /** An element with attributes, listeners (`on…`) and children; strings become text. */
  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? '' : value);
    }
    made.append(...children.filter((it) => it !== null && it !== ''));
    return made;
  }
  const name = (text) => el('bdi', {}, text);
  const grouped = (n) => n.toLocaleString('en-US');
  const many = (n, one) => `${grouped(n)} ${one}${n === 1 ? '' : 's'}`;

  // The state of the page: what stands behind `#`.
  const state = () => new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
  function go(changes, fresh = false) {
    const next = fresh ? new URLSearchParams() : state();
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === '') next.delete(key);
      else next.set(key, value);
    }
    location.hash = next.toString();
  }

  // Theme: as the system has it, light, or dark.
  const THEMES = ['system', 'light', 'dark'];
  function theme(which) {
    if (which === 'system') root.removeAttribute('data-theme');
    else root.dataset.theme = which;
    byId('theme').textContent = `Theme: ${which}`;
    byId('theme').dataset.now = which;
  }
  byId('theme').hidden = false;
  byId('theme').addEventListener('click', () => {
    const now = THEMES.indexOf(byId('theme').dataset.now || 'system');
    theme(THEMES[(now + 1) % THEMES.length]);
  });

  // Tables.
  const DIGITS = { Probability: 3, Share: 3, PerThousandTokens: 2, Log2: 2, Times: 2 };
  function words(value, unit) {
    if (value === null) return '';
    if (typeof value === 'string') return value;
    if (unit === 'Probability' && 0 <= value && value < 0.001) return '<0.001';
    if (unit in DIGITS) return value.toFixed(DIGITS[unit]).replace(/^-(?=[0.]*$)/, '');
    return Number.isInteger(value) ? String(value) : value.toFixed(3);
  }
  const PAGE = 50;
  const sheets = new Map();
  /** The data of a table and what is shown of it; read when it is first opened. */
  function sheet(details) {
    const key = details.dataset.table;
    if (!sheets.has(key)) {
      const data = JSON.parse(details.querySelector('script').textContent);
      data.key = key;
      data.body = details.querySelector('.body');
      data.view = { sort: '', filter: '', page: 0, all: data.columns.every((it) => it.main !== null) };
      data.texts = data.rows.map((row) => row.map((it) => it ?? '').join('\u0001').toLowerCase());
      sheets.set(key, data);
      frameSheet(data);
    }
    return sheets.get(key);
  }
  function frameSheet(data) {
    const change = (view) => { Object.assign(data.view, { page: 0 }, view); showSheet(data); };
    data.count = el('span', { class: 'about', role: 'status' });
    data.input = el('input', { type: 'search', oninput: (it) => change({ filter: it.target.value }) });
    data.head = el('tr');
    data.rowsOf = el('tbody');
    data.back = el('button', { type: 'button', onclick: () => change({ page: data.view.page - 1 }) }, 'Previous');
    data.next = el('button', { type: 'button', onclick: () => change({ page: data.view.page + 1 }) }, 'Next');
    const wide = el('button', { type: 'button', 'aria-pressed': 'false', onclick: () => {
      data.view.all = !data.view.all;
      wide.setAttribute('aria-pressed', String(data.view.all));
      showSheet(data);
    } }, 'All columns');
    wide.hidden = data.view.all;
    const save = el('button', { type: 'button', onclick: () => saveSheet(data) }, 'Save as CSV');
    const table = el('table', {}, el('thead', {}, data.head), data.rowsOf);
    data.none = el('p', { class: 'about' }, data.rows.length === 0 ? 'This table has no rows in this run.' : 'No row passes the filter.');
    data.scroll = el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Rows of ${data.key}` }, table);
    const meaning = data.columns.flatMap((it) => [el('dt', {}, it.name), el('dd', {}, it.about)]);
    data.body.replaceChildren(
      el('div', { class: 'bar' }, el('label', { class: 'grow' }, 'Filter rows', data.input), wide, save, data.back, data.next, data.count),
      data.scroll, data.none,
      el('details', { class: 'columns' }, el('summary', {}, 'What the columns mean'), el('dl', {}, ...meaning)));
  }
  /** Rows that pass the filter, in the order asked for. */
  function rowsOf(data) {
    const { sort, filter } = data.view;
    const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = data.rows.filter((_, i) => wanted.every((it) => data.texts[i].includes(it)));
    const place = data.columns.findIndex((it) => it.name === sort.replace(/^-/, ''));
    if (place < 0) return rows;
    const sign = sort.startsWith('-') ? -1 : 1;
    return rows.sort((one, other) => {
      const [a, b] = [one[place], other[place]];
      if (a === null || b === null) return (a === null) - (b === null);
      const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
      return sign * order;
    });
  }
  // Columns that fit onto a sheet of paper.
  const ON_PAPER = 14;
  function columnsOf(data) {
    const columns = data.columns.map((it, place) => ({ ...it, place }));
    const main = columns.filter((it) => it.main !== null).sort((a, b) => a.main - b.main);
    return data.onPaper ? main.slice(0, ON_PAPER) : data.view.all ? columns : main;
  }
  /** A name that may be broken behind its underscores. */
  const breakable = (text) => text.split(/(?<=_)/).flatMap((it, i) => (i === 0 ? [it] : [el('wbr'), it]));
  function showSheet(data) {
    const { view } = data;
    const rows = rowsOf(data);
    const columns = columnsOf(data);
    const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
    view.page = Math.min(Math.max(view.page, 0), last);
    const focused = [...data.head.querySelectorAll('button')].indexOf(document.activeElement);
    data.head.replaceChildren(...columns.map((it) => {
      const by = view.sort.replace(/^-/, '') === it.name;
      const next = by && !view.sort.startsWith('-') ? `-${it.name}` : it.name;
      const order = by ? (view.sort.startsWith('-') ? 'descending' : 'ascending') : 'none';
      const button = el('button', { type: 'button', onclick: () => { view.sort = next; view.page = 0; showSheet(data); } }, ...breakable(it.name));
      return el('th', { scope: 'col', title: it.about, 'aria-sort': order }, button, it.note ? el('small', {}, it.note) : '');
    }));
    data.rowsOf.replaceChildren(...rows.slice(view.page * PAGE, (view.page + 1) * PAGE).map((row) =>
      el('tr', {}, ...columns.map((it) => {
        const value = row[it.place];
        const length = String(value ?? '').length;
        const kind = typeof value === 'number' ? 'n' : length < 12 ? 'l s' : length < 40 ? 'l' : 't';
        return el('td', { class: kind }, name(words(value, it.unit)));
      }))));
    if (focused >= 0) data.head.querySelectorAll('button')[focused]?.focus();
    data.scroll.hidden = rows.length === 0;
    data.none.hidden = rows.length !== 0;
    data.back.disabled = view.page === 0;
    data.next.disabled = view.page === last;
    if (data.input.value !== view.filter) data.input.value = view.filter;
    const from = rows.length === 0 ? 0 : view.page * PAGE + 1;
    data.count.textContent = `${grouped(from)} to ${grouped(Math.min(rows.length, (view.page + 1) * PAGE))} of ${many(rows.length, 'row')}`;
  }
  /** A cell of CSV that no spreadsheet takes for a formula. */
  function csvCell(value, unit) {
    let text = words(value, unit);
    if (typeof value === 'string' && /^[\s\u200B-\u200F\u2060\uFEFF]*[=+\-@＝＋－＠\t\r\n]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
  function save(file, lines) {
    const url = URL.createObjectURL(new Blob([lines.join('\n'), '\n'], { type: 'text/csv;charset=utf-8' }));
    el('a', { href: url, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
  function saveSheet(data) {
    const columns = columnsOf(data);
    const line = (row) => columns.map((it) => csvCell(row[it.place], it.unit)).join(',');
    save(`${data.key}.csv`, [columns.map((it) => csvCell(it.name)).join(','), ...rowsOf(data).map(line)]);
  }
  document.querySelectorAll('details.sheet').forEach((details) => {
    details.addEventListener('toggle', () => { if (details.open) showSheet(sheet(details)); });
  });

  /** Makes the numbers behind a chart a table to sort, filter and save, too. */
  function chartTable(details) {
    const table = details.querySelector('table');
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    const text = (row, i) => row.cells[i]?.textContent ?? '';
    const isNumber = (it) => it !== '' && !Number.isNaN(Number(it));
    const sort = (head, i) => {
      const sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      heads.forEach((it) => it.setAttribute('aria-sort', 'none'));
      head.setAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending');
      const order = ([a, b]) => (isNumber(a) && isNumber(b) ? a - b : a.localeCompare(b, 'en'));
      rows.sort((a, b) => sign * order([text(a, i), text(b, i)]));
      table.tBodies[0].append(...rows);
    };
    const titles = heads.map((it) => it.textContent);
    heads.forEach((it, i) => {
      it.setAttribute('aria-sort', 'none');
      it.replaceChildren(el('button', { type: 'button', onclick: () => sort(it, i) }, titles[i]));
    });
    const filter = el('input', { type: 'search', oninput: () => {
      const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((row) => { row.hidden = !wanted.every((it) => row.textContent.toLowerCase().includes(it)); });
    } });
    const cell = (it) => (isNumber(it) ? it : csvCell(it));
    const lines = () => rows.filter((it) => !it.hidden).map((row) => titles.map((_, i) => cell(text(row, i))).join(','));
    const file = `chart-${details.closest('figure').id.slice(2)}.csv`;
    const saving = el('button', { type: 'button', onclick: () => save(file, [titles.map(cell).join(','), ...lines()]) }, 'Save as CSV');
    details.querySelector('summary').after(el('div', { class: 'bar' }, el('label', { class: 'grow' }, 'Filter rows', filter), saving));
  }
  document.querySelectorAll('details.numbers-behind').forEach((details) => {
    details.addEventListener('toggle', () => chartTable(details), { once: true });
  });

  // Evidence. All passages are read when they are first asked for.
  let read = null;
  function evidence() {
    if (read) return read;
    read = JSON.parse(byId('evidence-data').textContent);
    read.hits = [];
    for (const article of read.articles) {
      article.sentences = new Map(article.text.map((it) => [it[0], it[3]]));
      article.source = read.sources[article.s];
      article.hits.forEach((hit, place) => {
        const [frame, entry, sentence, zone, voice, denied, start, end] = hit;
        const pieces = article.sentences.get(sentence) || [];
        const text = (some) => some.map((it) => (typeof it === 'string' ? it : it[0])).join('');
        const mine = (it) => typeof it !== 'string' && it.indexOf(place, 1) > 0;
        const first = pieces.findIndex(mine);
        const last = pieces.findLastIndex(mine);
        read.hits.push({ article, place, frame, entry, zone, voice, denied, start, end,
          left: first < 0 ? '' : text(pieces.slice(0, first)),
          keyword: first < 0 ? text(pieces) : text(pieces.slice(first, last + 1)),
          right: first < 0 ? '' : text(pieces.slice(last + 1)) });
      });
    }
    return read;
  }
  const fileOf = (it) => (it.record === null ? it.path : `${it.path}#${it.record}`);
  const titleOf = (it) => it.title || it.id;
  const placeOf = (hit) => fileOf(hit.article) + (hit.start === null ? '' : `, bytes ${hit.start} to ${hit.end}`);
  const entryOf = (hit) => read.frames[hit.frame].entries[hit.entry];
  const VOICES = { author: 'own words', quoted: 'quoted', scare: 'in quotation marks' };
  const ZONES = ['headline', 'lead', 'body'];
  const MARKERS = ['●', '■', '◆', '▲', '▼'];
  /** The first letters of a long text, or those around what is searched for. */
  function short(text, most, sought = '') {
    if (text.length <= most) return text;
    const at = sought ? text.toLowerCase().indexOf(sought) : -1;
    const from = at + sought.length <= most ? 0 : at - 20;
    return `${from > 0 ? '…' : ''}${text.slice(Math.max(from, 0), from + most).trim()}…`;
  }
  function tags(hit, most = Infinity, sought = '') {
    const label = `${MARKERS[hit.frame % 5]} ${read.frames[hit.frame].label}`;
    return [label, `entry ${short(entryOf(hit), most, sought)}`, hit.zone, VOICES[hit.voice], ...(hit.denied ? ['denied'] : [])].join(' · ');
  }

  const SORTS = {
    place: () => 0,
    date: (a, b) => (a.article.date || '9').localeCompare(b.article.date || '9'),
    left: (a, b) => lastWords(a.left).localeCompare(lastWords(b.left), 'en'),
    match: (a, b) => a.keyword.localeCompare(b.keyword, 'en', { sensitivity: 'base' }),
    right: (a, b) => a.right.trim().localeCompare(b.right.trim(), 'en', { sensitivity: 'base' }),
  };
  const lastWords = (text) => text.trim().split(/\s+/).slice(-5).reverse().join(' ').toLowerCase();
  const MANY = 40;
  /** Hits that the choices in the address let through. */
  function wanted(choice) {
    const { sources, frames, hits } = evidence();
    const source = sources.indexOf(choice.get('source'));
    const frame = frames.findIndex((it) => it.name === choice.get('frame'));
    const q = (choice.get('q') || '').toLowerCase();
    const is = (key, value) => !choice.get(key) || choice.get(key) === value;
    const found = hits.filter((it) =>
      (source < 0 || it.article.s === source) && (frame < 0 || it.frame === frame) &&
      is('zone', it.zone) && is('voice', it.voice) && is('denied', it.denied ? 'yes' : 'no') &&
      (!q || `${it.left}${it.keyword}${it.right} ${entryOf(it)} ${it.article.title}`.toLowerCase().includes(q)));
    return found.sort(SORTS[choice.get('order')] || SORTS.place);
  }
  function select(label, key, options, choice) {
    const chosen = choice.get(key) || '';
    const made = el('select', { id: `by-${key}`, onchange: (it) => go({ [key]: it.target.value, at: null, doc: null, hit: null }) },
      ...options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
    return el('label', {}, label, made);
  }
  function browserBar(choice) {
    const { sources, frames } = read;
    let timer = 0;
    const search = el('input', { type: 'search', id: 'q', value: choice.get('q') || '', placeholder: 'word, entry or title', oninput: (it) => {
      clearTimeout(timer);
      timer = setTimeout(() => go({ q: it.target.value, at: null, doc: null, hit: null }), 250);
    } });
    return el('div', { class: 'bar', role: 'search', 'aria-label': 'Passages' },
      select('From', 'source', [['', 'all'], ...sources.map((it) => [it, it])], choice),
      select('Frame', 'frame', [['', 'all'], ...frames.map((it) => [it.name, it.label])], choice),
      select('Zone', 'zone', [['', 'all'], ...ZONES.map((it) => [it, it])], choice),
      select('Voice', 'voice', [['', 'all'], ...Object.entries(VOICES)], choice),
      select('Denied', 'denied', [['', 'all'], ['yes', 'yes'], ['no', 'no']], choice),
      select('Order', 'order', [['', 'article'], ['date', 'date'], ['left', 'words before'], ['match', 'match'], ['right', 'words behind']], choice),
      el('label', { class: 'grow' }, 'Search all passages', search));
  }
  function hitItem(hit) {
    const left = hit.left.length <= 110 ? hit.left : `…${hit.left.slice(-110)}`;
    // A keyword that would leave no room for the words around it stands in the running sentence.
    const kind = hit.keyword.length <= 45 ? 'line' : 'line long';
    const open = () => go({ doc: hit.article.id, hit: hit.place });
    return el('li', {},
      el('div', { class: kind, dir: 'auto' }, el('span', {}, el('span', {}, left)), el('span', {}, el('mark', { class: `k${hit.frame % 8}` }, hit.keyword)), el('span', {}, short(hit.right, 110))),
      el('div', { class: 'place' }, el('button', { type: 'button', class: 'quiet', 'data-open': `${hit.article.id} ${hit.place}`, onclick: open }, 'Open article'), ' ',
        name(hit.article.source), ', ', name(titleOf(hit.article)), hit.article.date ? `, ${hit.article.date}` : '', ' · ', name(tags(hit, 70, (state().get('q') || '').toLowerCase())), ' · ', name(placeOf(hit))));
  }
  function passages(choice) {
    const hits = wanted(choice);
    const at = Math.min(Math.max(0, Number(choice.get('at')) || 0), Math.max(0, hits.length - 1));
    const articles = new Map();
    hits.forEach((it) => articles.set(it.article, (articles.get(it.article) || 0) + 1));
    const showing = choice.get('view') === 'articles';
    const tab = (view, text) => el('button', { type: 'button', id: `view-${view || 'passages'}`, 'aria-pressed': String(showing === (view === 'articles')), onclick: () => go({ view, at: null }) }, text);
    const line = (it) => csvLine([it.article.source, titleOf(it.article), it.article.date, read.frames[it.frame].name, entryOf(it), it.zone, it.voice, it.denied, it.left, it.keyword, it.right, fileOf(it.article), it.start, it.end]);
    const csvLine = (cells) => cells.map((it) => csvCell(it ?? null)).join(',');
    const header = csvLine(['source', 'title', 'date', 'frame', 'pattern', 'zone', 'voice', 'negated', 'pre', 'keyword', 'post', 'file', 'byte_start', 'byte_end']);
    const items = showing ? [...articles].map(([it, n]) => el('li', {}, el('button', { type: 'button', class: 'quiet', 'data-open': `${it.id} null`, onclick: () => go({ doc: it.id, hit: null }) }, 'Open article'), ' ', name(titleOf(it)), el('div', { class: 'place' }, name(it.source), it.date ? `, ${it.date}` : '', `, ${many(it.n, 'word')}, ${many(n, 'hit')} here · `, name(fileOf(it))))) : hits.map((it) => it);
    const shown = items.slice(at, at + MANY).map((it) => (showing ? it : hitItem(it)));
    return [
      el('p', { class: 'bar' }, tab('', many(hits.length, 'passage')), tab('articles', many(articles.size, 'article')),
        el('button', { type: 'button', onclick: () => save('passages.csv', [header, ...hits.map(line)]) }, 'Save as CSV'),
        el('button', { type: 'button', id: 'hits-before', disabled: at === 0, onclick: () => go({ at: Math.max(0, at - MANY) }) }, 'Previous'),
        el('button', { type: 'button', id: 'hits-behind', disabled: items.length <= at + MANY, onclick: () => go({ at: at + MANY }) }, 'Next'),
        el('span', { class: 'about', role: 'status' }, `${items.length === 0 ? 0 : at + 1} to ${Math.min(items.length, at + MANY)} of ${grouped(items.length)}`)),
      items.length === 0 ? el('p', {}, 'No passage passes these choices.') : '',
      el('ul', { class: showing ? 'articles' : 'hits', id: 'hits', hidden: items.length === 0 }, ...shown)];
  }
  /**
   * Pieces of a sentence. Where hits share words their marks lie inside one another, and the outermost
   * is the control for all of them. The first piece of a hit bears the shape of its frame.
   */
  function marked(article, pieces, here, told, begun) {
    return pieces.map((it) => {
      if (typeof it === 'string') return it;
      let made = it[0];
      const places = it.slice(1);
      for (const place of places) {
        const [frame] = article.hits[place];
        const shape = begun.has(place) ? null : MARKERS[frame % 5];
        begun.add(place);
        made = el('mark', { class: `k${frame % 8}${place === here ? ' here' : ''}`, 'data-hit': place, 'data-shape': shape }, made);
      }
      const labels = places.map((place) => read.frames[article.hits[place][0]].label);
      const press = (event) => {
        if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        told(places);
      };
      for (const [key, value] of Object.entries({ tabindex: '0', role: 'button', title: labels.join(', ') })) made.setAttribute(key, value);
      ['click', 'keydown'].forEach((kind) => made.addEventListener(kind, press));
      return made;
    });
  }
  /** Which frames an article has, how they are marked, and how often. */
  function frameList(article) {
    const n = new Map();
    article.hits.forEach(([frame]) => n.set(frame, (n.get(frame) || 0) + 1));
    const item = ([frame, times]) => el('li', {}, el('mark', { class: `k${frame % 8}` }, `${MARKERS[frame % 5]} `, name(read.frames[frame].label)), ` ${many(times, 'hit')}`);
    if (n.size === 0) return el('p', { class: 'about' }, 'No frame has a hit in this article.');
    return el('ul', { class: 'kinds', 'aria-label': 'Frames in this article' }, ...[...n].sort((a, b) => a[0] - b[0]).map(item));
  }
  function reader(article, here) {
    const said = el('p', { class: 'said', role: 'status' }, 'Choose a marked passage to see its entry and its place in the file.');
    const told = (places) => {
      const hits = read.hits.filter((it) => it.article === article && places.includes(it.place));
      const line = (hit) => el('span', {}, name(tags(hit)), ' · ', name(placeOf(hit)));
      if (hits.length > 0) said.replaceChildren(...hits.map(line));
    };
    const begun = new Set();
    const lines = [...article.text.map((it) => [it[2], it]), ...article.cut.map((it) => [it[0], null, it])].sort((a, b) => a[0] - b[0]);
    const text = el('div', { class: 'text' });
    let paragraph = -1;
    let last = 0;
    let current = null;
    for (const [, sentence, cut] of lines) {
      if (cut) {
        const where = cut[3] === null ? '' : `, bytes ${cut[3]} to ${cut[4]}`;
        text.append(el('p', {}, el('del', { dir: 'auto' }, cut[2]), el('span', { class: 'rule' }, `removed: ${read.rules[cut[1]] || 'rule'}${where}`)));
        paragraph = -1;
        continue;
      }
      const [number, of, , pieces, zone] = sentence;
      if (last + 1 < number) {
        text.append(el('p', { class: 'gap' }, `… ${many(number - last - 1, 'sentence')} without a hit …`));
        paragraph = -1;
      }
      if (of !== paragraph) text.append(current = el('p', { class: ZONES[zone], dir: 'auto' }));
      else current.append(' ');
      current.append(...marked(article, pieces, here, told, begun));
      [paragraph, last] = [of, number];
    }
    if (here !== null) told([here]);
    const date = article.date ? el('time', { datetime: article.date }, article.date) : 'no date';
    const link = article.url ? el('a', { href: article.url, rel: 'noopener noreferrer', target: '_blank' }, 'article on the web') : null;
    const back = () => go({ doc: null, hit: null });
    return el('article', { class: 'reader', id: 'reader', tabindex: '-1', 'aria-label': titleOf(article), onkeydown: (it) => { if (it.key === 'Escape') back(); } },
      el('button', { type: 'button', onclick: back }, 'Back to the passages'),
      el('h3', {}, name(titleOf(article))),
      el('p', { class: 'about' }, name(article.source), ', ', date, article.author ? ', ' : '', article.author ? name(article.author) : '', `, ${many(article.n, 'word')} · `, name(fileOf(article)), link ? ' · ' : '', link || ''),
      article.full ? '' : el('p', { class: 'about' }, 'Sentences with a hit; the others are not in this page.'), frameList(article), text, said);
  }
  const KEYS = ['source', 'frame', 'doc', 'q', 'zone', 'voice', 'denied', 'view', 'order', 'at'];
  let opened = null;
  function browse(choice) {
    const browser = byId('browser');
    const asked = KEYS.some((it) => choice.has(it));
    evidence();
    browser.hidden = false;
    byId('examples').hidden = true;
    browser.classList.add('used');
    const focused = browser.contains(document.activeElement) ? document.activeElement.id : '';
    const typed = focused === 'q' ? document.activeElement.selectionStart : null;
    const article = choice.has('doc') ? read.articles.find((it) => it.id === choice.get('doc')) : null;
    const here = choice.has('hit') ? Number(choice.get('hit')) : null;
    browser.replaceChildren(browserBar(choice), ...(article ? [reader(article, here)] : passages(choice)));
    document.querySelectorAll('#matrix a').forEach((it) => {
      const [, source, frame] = it.hash.split('-').map(Number);
      const is = read.sources[source] === choice.get('source') && read.frames[frame]?.name === choice.get('frame');
      it.setAttribute('aria-current', String(is));
    });
    const before = opened;
    opened = article ? `${article.id} ${here}` : null;
    const button = before && !article ? [...browser.querySelectorAll('[data-open]')].find((it) => it.dataset.open === before) : null;
    if (typed !== null) { byId('q').focus(); byId('q').setSelectionRange(typed, typed); }
    else if (button) button.focus();
    else if (focused && byId(focused) && !article) byId(focused).focus();
    else if (article) {
      const mark = here === null ? null : browser.querySelector(`[data-hit="${here}"]`);
      (mark || byId('reader')).scrollIntoView({ block: mark ? 'center' : 'start' });
      byId('reader').focus({ preventScroll: true });
    } else if (asked && !choice.has('q') && !choice.has('at')) browser.scrollIntoView({ block: 'start' });
  }

  /** Shows what the address asks for. */
  function show() {
    const cell = /^#e-(\d+)-(\d+)$/.exec(location.hash);
    if (cell) {
      const { sources, frames } = evidence();
      const [source, frame] = [sources[cell[1]], frames[cell[2]]];
      if (source !== undefined && frame) return go({ source, frame: frame.name }, true);
    }
    const choice = state();
    if (THEMES.includes(choice.get('theme'))) theme(choice.get('theme'));
    const key = choice.get('table') || (location.hash.startsWith('#t-') ? location.hash.slice(3) : '');
    const details = key ? byId(`t-${key}`) : null;
    if (details) {
      details.open = true;
      const data = sheet(details);
      if (choice.has('table')) Object.assign(data.view, { sort: choice.get('sort') || '', filter: choice.get('filter') || '', page: (Number(choice.get('page')) || 1) - 1 });
      showSheet(data);
      details.scrollIntoView({ block: 'start' });
    }
    if (KEYS.some((it) => choice.has(it))) browse(choice);
    else if (read && location.hash.includes('=')) browse(choice);
  }
  window.addEventListener('hashchange', show);
  byId('browser').hidden = false;
  byId('browser').replaceChildren(el('p', {}, el('button', { type: 'button', id: 'open-browser', onclick: () => browse(state()) }, 'Search all passages')));
  document.querySelectorAll('button.copy').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const text = byId(button.dataset.copy);
      const range = document.createRange();
      range.selectNodeContents(text);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      try { await navigator.clipboard.writeText(text.innerText); button.textContent = 'Copied'; }
      catch { button.textContent = 'Selected: press Ctrl+C'; }
    });
  });
  // What is open is printed: of findings all, of tables as many columns as a sheet holds.
  let closed = [];
  function paper(onPaper) {
    for (const data of sheets.values()) {
      data.onPaper = onPaper;
      showSheet(data);
      if (onPaper) data.count.textContent += `; tables/${data.key}.csv has all rows and columns`;
    }
  }
  window.addEventListener('beforeprint', () => {
    paper(true);
    closed = [...document.querySelectorAll('#findings details[open] details:not([open])')];
    closed.forEach((it) => { it.open = true; });
  });
  window.addEventListener('afterprint', () => {
    paper(false);
    closed.forEach((it) => { it.open = false; });
  });
  show();
})();
