//! Every format of input as a user saves it, whole and broken.

use std::io::{Cursor, Write};

use crate::support::{Desk, Row, stderr};

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        archive.start_file(*name, options).expect("a new entry");
        archive.write_all(bytes).expect("an entry");
    }
    archive.finish().expect("an archive").into_inner()
}

fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let paragraph = |it: &&str| format!("<w:p><w:r><w:t>{it}</w:t></w:r></w:p>");
    let body: String = paragraphs.iter().map(paragraph).collect();
    let xml = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let core = "<p><dc:creator>A. Clerk</dc:creator><dcterms:created>2024-05-01T00:00:00Z</dcterms:created></p>";
    zip_of(&[("word/document.xml", xml.as_bytes()), ("docProps/core.xml", core.as_bytes())])
}

fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes.as_ref()).expect("packed bytes");
    packer.finish().expect("packed bytes")
}

fn zstd(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes.as_ref(), ruzstd::encoding::CompressionLevel::Fastest)
}

const MAIL: &str = "Received: from a by b\r\nFrom: Ilse Varga <i@ledger.example>\r\nSubject: A pact and its price\r\n\
    Date: Thu, 13 Nov 2025 09:00:00 +0500\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
    The minister signed a strategic pact, and nobody in the port looked up.\r\n";

const NEXIS: &str = "A pact and its price\n\nThe Harbour Ledger\n\nNovember 13, 2025 Thursday\n\nCopyright 2025 Ledger\n\n\
    Section: Pg. 1\n\nLength: 8 words\n\nByline: Ilse Varga\n\nBody\n\nThe minister signed a strategic pact today.\n\n\
    Classification\n\nLoad-Date: November 14, 2025\n\nEnd of Document\n\nCranes\n\nNorthgate Wire\n\nNovember 14, 2025\n\n\
    Length: 5 words\n\nBody\n\nThe cranes stood still today.\n\nLoad-Date: November 15, 2025\n\nEnd of Document\n";

const FACTIVA: &str = "HD  A pact and its price\nBY  By Ilse Varga\nWC  9 words\nPD  13 November 2025\nSN  Harbour Ledger\n\
    LA  English\nLP\nThe minister signed a strategic pact.\nTD\nNobody looked up.\nAN  Document HRBL000020251113elbd00001\n";

fn warc() -> Vec<u8> {
    let record = |kind: &str, content: &str| {
        let n = content.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-01-02T00:00:00Z\r\n\
             WARC-Target-URI: https://ledger.example/pact\r\nContent-Length: {n}\r\n\r\n{content}\r\n\r\n"
        )
    };
    let page = "<html><head><title>A pact and its price</title></head><body><p>The minister signed a pact.</p></body></html>";
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let image = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG";
    [record("warcinfo", "software: x"), record("response", image), record("response", &answer)]
        .iter()
        .flat_map(gzip)
        .collect()
}

/// The rows of `documents.csv` for one file, run with its notices.
fn read(name: &str, content: impl AsRef<[u8]>) -> (Vec<Row>, Vec<Row>) {
    // A run needs an article to succeed.
    let desk = Desk::new()
        .document("Other/other.txt", "Nothing of the kind was said at all.\n")
        .document(name, content)
        .tables();
    let rows = desk.rows("documents").into_iter().filter(|it| it["path"] == name).collect();
    let notices = desk.rows("notices").into_iter().filter(|it| it["path"] == name).collect();
    (rows, notices)
}

fn codes(notices: &[Row]) -> Vec<&str> {
    notices.iter().map(|it| it["code"].as_str()).collect()
}

#[test]
fn a_word_document_is_an_article() {
    let bytes = docx(&["A pact and its price", "The minister signed a strategic pact today."]);
    let (rows, notices) = read("Ledger/a.docx", &bytes);
    assert_eq!(rows.len(), 1);
    assert_eq!((&*rows[0]["status"], &*rows[0]["format"]), ("analysed", "docx"));
    assert_eq!((&*rows[0]["author"], &*rows[0]["author_origin"]), ("A. Clerk", "file_properties"));
    assert_eq!((&*rows[0]["date"], &*rows[0]["date_origin"]), ("2024-05-01", "file_properties"));
    assert!(codes(&notices).contains(&"file_date"), "{notices:?}");
}

#[test]
fn the_date_in_a_document_comes_before_that_of_its_file() {
    let bytes = docx(&[
        "A pact and its price",
        "By Ilse Varga | November 13, 2025",
        "The minister signed a strategic pact today, and nobody in the port looked up.",
    ]);
    let (rows, _) = read("Ledger/a.docx", &bytes);
    assert_eq!((&*rows[0]["date"], &*rows[0]["date_origin"]), ("2025-11-13", "text"));
    assert_eq!(&*rows[0]["author"], "Ilse Varga");
}

#[test]
fn a_mail_is_an_article_also_packed_and_under_another_name() {
    for (name, bytes) in [
        ("Ledger/a.eml", MAIL.as_bytes().to_vec()),
        ("Ledger/a.eml.zst", zstd(MAIL)),
        ("Ledger/a.txt", MAIL.as_bytes().to_vec()),
    ] {
        let (rows, notices) = read(name, bytes);
        assert_eq!(rows.len(), 1, "{name}");
        let row = &rows[0];
        assert_eq!((&*row["status"], &*row["format"]), ("analysed", "eml"), "{name}");
        assert_eq!((&*row["date"], &*row["date_origin"]), ("2025-11-13", "field"), "{name}");
        assert_eq!((&*row["author"], &*row["title"]), ("Ilse Varga", "A pact and its price"));
        assert_eq!(codes(&notices).contains(&"read_as"), name == "Ledger/a.txt", "{notices:?}");
    }
}

#[test]
fn exports_of_databases_are_cut_into_articles() {
    let lines: Vec<&str> = NEXIS.split('\n').collect();
    let page = format!(
        "<html><body><table>{}</table></body></html>",
        FACTIVA.lines().fold(String::new(), |page, line| {
            let (code, value) = line.split_once("  ").unwrap_or((line, ""));
            page + &format!("<tr><td><b>{code}</b></td><td><p>{value}</p></td></tr>")
        })
    );
    for (name, bytes, n) in [
        ("nexis.txt", NEXIS.as_bytes().to_vec(), 2),
        ("nexis.txt.gz", gzip(NEXIS), 2),
        ("nexis.docx", docx(&lines), 2),
        ("factiva.txt", FACTIVA.as_bytes().to_vec(), 1),
        ("factiva.html", page.into_bytes(), 1),
    ] {
        let (rows, notices) = read(name, bytes);
        assert_eq!(rows.len(), n, "{name}: {rows:?} {notices:?}");
        let row = &rows[0];
        assert_eq!((&*row["record"], &*row["status"]), ("1", "analysed"), "{name}");
        assert!(row["source"].ends_with("Harbour Ledger"), "{name}: {row:?}");
        assert_eq!(&*row["source_origin"], "field", "{name}");
        assert_eq!((&*row["date"], &*row["date_origin"]), ("2025-11-13", "field"), "{name}");
        assert_eq!((&*row["title"], &*row["author"]), ("A pact and its price", "Ilse Varga"));
        if n == 2 {
            assert_eq!((&*rows[1]["record"], &*rows[1]["source"]), ("2", "Northgate Wire"));
        }
    }
}

#[test]
fn lists_of_json_are_read_wherever_they_stand() {
    let one =
        r#"{"source":{"name":"Harbour Ledger"},"text":"The minister signed, and } \" left."}"#;
    for (name, text, n) in [
        ("one.json", one.to_owned(), 1),
        ("list.json", format!("[{one},\n {one}]\n"), 2),
        ("service.json", format!("{{\"total\":2,\"articles\":[{one},{one}],\"next\":{{}}}}"), 2),
        ("lines.json", format!("{one}\n{one}\n"), 2),
        ("list.jsonl", format!("[{one},{one}]"), 2),
    ] {
        for (name, bytes) in
            [(name.to_owned(), text.clone().into_bytes()), (format!("{name}.gz"), gzip(&text))]
        {
            let (rows, notices) = read(&name, bytes);
            assert_eq!(rows.len(), n, "{name}: {rows:?}");
            for row in &rows {
                assert_ne!(&*row["status"], "skipped", "{name}: {row:?}");
                assert_eq!(&*row["source"], "Harbour Ledger", "{name}");
            }
            let is_told = name.contains(".jsonl");
            assert_eq!(codes(&notices).contains(&"read_as"), is_told, "{name}: {notices:?}");
        }
    }
}

#[test]
fn json_that_is_cut_short_or_too_large_is_told_and_the_rest_stands() {
    let one = r#"{"source":"A","text":"The minister signed."}"#;
    let (rows, _) = read("a.json", format!("[{one},{{\"text\":\"The mini"));
    assert_eq!(rows.iter().map(|it| &*it["status"]).collect::<Vec<_>>(), ["analysed", "skipped"]);
    let large = format!("{{\"text\":\"{}\"}}", "x} ".repeat(3 << 20));
    let (rows, _) = read("a.json", format!("[{large},{one}]"));
    let told: Vec<_> = rows.iter().map(|it| (&*it["record"], &*it["status"])).collect();
    assert_eq!(told, [("1", "skipped"), ("2", "analysed")]);
    let deep = format!("[{}{}]", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    assert_eq!(&*read("a.json", deep).0[0]["status"], "skipped");
    assert_eq!(&*read("a.json", "[]").0[0]["status"], "skipped");
}

#[test]
fn pages_of_a_web_archive_are_articles_without_the_day_of_the_crawl() {
    let (rows, _) = read("crawl.warc.gz", warc());
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((&*rows[0]["status"], &*rows[0]["format"]), ("analysed", "warc"));
    assert_eq!(&*rows[0]["url"], "https://ledger.example/pact");
    assert_eq!((&*rows[0]["date"], &*rows[0]["record"]), ("", "3"));
    let large = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 9000000\r\n\r\n";
    let mut bytes = [large.as_bytes(), &vec![b'x'; 9_000_000], b"\r\n\r\n"].concat();
    bytes.extend(b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<p>A pact.</p>");
    bytes.pop();
    let (rows, _) = read("a.warc", &bytes);
    let told: Vec<_> = rows.iter().map(|it| (&*it["record"], &*it["status"])).collect();
    assert_eq!(told, [("1", "skipped"), ("2", "analysed")]);
    let lying = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<p>A pact.</p>";
    assert_eq!(&*read("a.warc", lying).0[0]["status"], "skipped");
    assert_eq!(&*read("a.warc", "no archive").0[0]["status"], "skipped");
}

#[test]
fn content_decides_where_it_disagrees_with_the_name() {
    let page = "<!doctype html><html><body><p>The minister signed a pact today.</p></body></html>";
    let word = docx(&["The minister signed a strategic pact today."]);
    for (name, bytes, format) in [
        ("a.txt", page.as_bytes().to_vec(), "html"),
        ("a.md", page.as_bytes().to_vec(), "html"),
        ("a.html", b"The minister signed, 3 < 4, a pact.".to_vec(), "txt"),
        ("b.txt", word.clone(), "docx"),
        ("b.doc", page.as_bytes().to_vec(), "html"),
        ("c.txt", gzip("The minister signed a pact."), "txt"),
        ("c.txt.gz", b"The minister signed a pact.".to_vec(), "txt"),
        ("c.docx", gzip(&word), "docx"),
    ] {
        let (rows, notices) = read(name, bytes);
        assert_eq!(rows.len(), 1, "{name}");
        assert_eq!((&*rows[0]["status"], &*rows[0]["format"]), ("analysed", format), "{name}");
        assert!(codes(&notices).contains(&"read_as"), "{name}: {notices:?}");
    }
    for (name, bytes, format) in
        [("bare", word, "docx"), ("packed.gz", gzip(page), "html"), ("bare2", page.into(), "html")]
    {
        let (rows, _) = read(name, bytes);
        assert_eq!((&*rows[0]["status"], &*rows[0]["format"]), ("analysed", format), "{name}");
    }
    assert_eq!(&*read("README", "A text.").0[0]["reason"], "unknown_format");
}

#[test]
fn hostile_files_are_skipped_with_a_reason_and_the_run_goes_on() {
    let whole = docx(&["The minister signed a strategic pact today."]);
    let bomb = {
        let xml = format!("<d><p><t>{}</t></p></d>", "a".repeat(80 << 20));
        zip_of(&[("word/document.xml", xml.as_bytes())])
    };
    let nested = zip_of(&[("inside.docx", &whole)]);
    let doubled = gzip(gzip("The minister signed."));
    for (name, bytes, reason) in [
        ("empty.docx", Vec::new(), "damaged"),
        ("cut.docx", whole[..whole.len() - 40].to_vec(), "damaged"),
        ("bomb.docx", bomb, "too_large"),
        ("nested.docx", nested, "malformed"),
        ("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest".to_vec(), "malformed"),
        ("rich.docx", b"{\\rtf1 A pact.}".to_vec(), "malformed"),
        ("twice.txt.gz", doubled, "malformed"),
        ("empty.eml", Vec::new(), "no_words"),
        (
            "parts.eml",
            MAIL.replace("\r\n\r\n", &"\r\nContent-Type: a".repeat(1500)).into(),
            "malformed",
        ),
        (
            "base64.eml",
            MAIL.replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: base64\r\n\r\n!").into(),
            "malformed",
        ),
        ("bomb.txt.gz", gzip(vec![b'a'; 90 << 20]), "too_large"),
    ] {
        let (rows, _) = read(name, bytes);
        assert_eq!(rows.len(), 1, "{name}");
        assert_eq!((&*rows[0]["status"], &*rows[0]["reason"]), ("skipped", reason), "{name}");
    }
}

#[test]
fn how_an_encoding_is_known_is_recorded() {
    let text = "Министр подписал соглашение, и никто в порту не поднял головы.\n";
    let (windows, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let utf_16: Vec<u8> =
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let page = format!("<html><meta charset=koi8-r><p>{text}</p></html>");
    let (koi8, _, _) = encoding_rs::KOI8_R.encode(&page);
    let lying = page.replace("koi8-r", "utf-8");
    let (lying, _, _) = encoding_rs::WINDOWS_1251.encode(&lying);
    let damaged = [b"\xEF\xBB\xBF", text.as_bytes(), b"\xFF\xFE"].concat();
    for (name, bytes, encoding, origin) in [
        ("a.txt", text.as_bytes().to_vec(), "UTF-8", "valid"),
        ("b.txt", utf_16, "UTF-16BE", "bom"),
        ("c.txt", windows.to_vec(), "windows-1251", "guessed"),
        ("d.html", koi8.to_vec(), "KOI8-R", "declared"),
        ("e.html", lying.to_vec(), "windows-1251", "guessed"),
        ("f.txt", damaged, "UTF-8", "bom"),
    ] {
        let (rows, notices) = read(name, bytes);
        let row = &rows[0];
        assert_eq!((&*row["encoding"], &*row["encoding_origin"]), (encoding, origin), "{name}");
        let codes = codes(&notices);
        assert_eq!(codes.contains(&"guessed_encoding"), origin == "guessed", "{name}");
        assert_eq!(codes.contains(&"lost_characters"), name == "f.txt", "{name}");
        assert_eq!(codes.contains(&"false_declaration"), name == "e.html", "{name}");
    }
}

#[test]
fn what_this_program_was_built_without_says_how_to_build_it() {
    let desk = Desk::new()
        .document("a.txt", "The minister signed a pact.\n")
        .document("b.pdf", "%PDF-1.4\n%broken")
        .document("c.parquet", "PAR1broken");
    let output = desk.framescope(&["run", "--only", "tables"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let notices = desk.rows("notices");
    for (path, feature, is_built) in [
        ("b.pdf", "pdf", cfg!(feature = "pdf")),
        ("c.parquet", "parquet", cfg!(feature = "parquet")),
    ] {
        let skipped = notices.iter().find(|it| it["path"] == path && it["code"] == "skipped");
        let message = &skipped.expect("a notice")["message"];
        assert_eq!(message.contains(&format!("--features {feature}")), !is_built, "{message}");
    }
}

/// A PDF with one line of text for each line of each page.
#[cfg(feature = "pdf")]
fn pdf(pages: &[Vec<String>]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (i, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * i
        ));
        let shown: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(i, line)| format!("BT /F1 10 Tf 50 {} Td ({line}) Tj ET", 750 - 30 * i))
            .collect();
        let content = shown.join("\n");
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|it| file += &format!("{it:010} 00000 n \n"));
    file += &format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

#[cfg(feature = "pdf")]
#[test]
fn the_text_layer_of_a_pdf_is_an_article_without_its_running_heads() {
    let page = |n: usize| {
        vec![
            "Harbour Ledger Weekly".to_owned(),
            format!("On day {n} the minister signed a strategic pact, and nobody looked up."),
            format!("Paper {n} of the accord was read in full before the crowd left."),
            format!("What it said on matter {n} was known to every trader in the port."),
            n.to_string(),
        ]
    };
    let whole = pdf(&(1..6).map(page).collect::<Vec<_>>());
    let desk = Desk::new().document("Ledger/a.pdf", &whole).tables();
    let row = &desk.rows("documents")[0];
    assert_eq!((&*row["status"], &*row["format"]), ("analysed", "pdf"), "{row:?}");
    let cut = desk.rows("cleaning");
    let heads = cut.iter().filter(|it| it["rule"] == "running_head").count();
    assert_eq!(heads, 10, "{cut:?}");
    let empty = pdf(&[Vec::new()]);
    for (name, bytes, reason) in [
        ("image.pdf", empty, "no_text"),
        ("cut.pdf", whole[..300].to_vec(), "malformed"),
        ("head.pdf", b"%PDF-1.7\n".to_vec(), "malformed"),
        ("zero.pdf", Vec::new(), "malformed"),
    ] {
        let (rows, _) = read(name, bytes);
        assert_eq!((&*rows[0]["status"], &*rows[0]["reason"]), ("skipped", reason), "{name}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn drawings_that_draw_themselves_and_bombs_in_a_pdf_are_skipped() {
    let text = String::from_utf8(pdf(&[vec!["A pact.".to_owned()]])).expect("text");
    let form = "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 3 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream";
    let start = text.find("3 0 obj\n").expect("the font") + 8;
    let end = start + text[start..].find("\nendobj").expect("its end");
    let looping = format!("{}{form}{}", &text[..start], &text[end..])
        .replace("/Font << /F1 3 0 R >>", "/XObject << /X 3 0 R >>")
        .replace(
            "BT /F1 10 Tf 50 750 Td (A pact.) Tj ET",
            "/X Do                                 ",
        );
    let (rows, _) = read("loop.pdf", looping);
    assert_eq!(&*rows[0]["status"], "skipped", "{rows:?}");
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&vec![b' '; 80 << 20]).expect("packed bytes");
    let bomb =
        [b"%PDF-1.4\n1 0 obj\nstream\n", &packer.finish().expect("packed bytes")[..]].concat();
    assert_eq!(&*read("bomb.pdf", bomb).0[0]["reason"], "too_large");
}

/// A Parquet file with columns of text, two rows in each group.
#[cfg(feature = "parquet")]
fn parquet(columns: &[(&str, Vec<&str>)]) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    let fields: String =
        columns.iter().map(|(name, _)| format!("REQUIRED BYTE_ARRAY {name} (UTF8);")).collect();
    let schema = format!("message articles {{ {fields} }}");
    let schema = parquet::schema::parser::parse_message_type(&schema).expect("a schema");
    let mut bytes = Vec::new();
    let properties = parquet::file::properties::WriterProperties::builder()
        .set_compression(parquet::basic::Compression::SNAPPY)
        .build();
    let mut writer = parquet::file::writer::SerializedFileWriter::new(
        &mut bytes,
        schema.into(),
        properties.into(),
    )
    .expect("a writer");
    for start in (0..columns[0].1.len()).step_by(2) {
        let mut group = writer.next_row_group().expect("a group");
        for (_, values) in columns {
            let values = values.iter().skip(start).take(2);
            let values: Vec<ByteArray> = values.map(|it| ByteArray::from(*it)).collect();
            let mut column = group.next_column().expect("a column").expect("a column");
            column.typed::<ByteArrayType>().write_batch(&values, None, None).expect("values");
            column.close().expect("a column");
        }
        group.close().expect("a group");
    }
    writer.close().expect("a file");
    bytes
}

#[cfg(feature = "parquet")]
#[test]
fn rows_of_a_parquet_table_are_articles() {
    let bytes = parquet(&[
        ("outlet", vec!["Ledger", "Wire", "Review"]),
        ("published", vec!["2025-11-13", "2025-11-14", "2025-11-15"]),
        (
            "body",
            vec!["The minister signed a pact.", "The cranes stood still.", "Nobody looked up."],
        ),
    ]);
    let (rows, _) = read("a.parquet", &bytes);
    let told: Vec<_> =
        rows.iter().map(|it| (&*it["record"], &*it["source"], &*it["date"])).collect();
    assert_eq!(
        told,
        [("1", "Ledger", "2025-11-13"), ("2", "Wire", "2025-11-14"), ("3", "Review", "2025-11-15")]
    );
    assert!(rows.iter().all(|it| it["status"] == "analysed"), "{rows:?}");
    for n in [0, 4, 20, bytes.len() / 2, bytes.len() - 9, bytes.len() - 1] {
        let (rows, _) = read("cut.parquet", &bytes[..n]);
        assert_eq!((rows.len(), &*rows[0]["status"]), (1, "skipped"), "{n}");
    }
    // A byte that is wrong anywhere is a skipped row or a changed value, and never the end of a run.
    let desk = (0..bytes.len()).step_by(7).fold(
        Desk::new().document("a.txt", "Nothing of the kind was said.\n"),
        |desk, i| {
            let mut wrong = bytes.clone();
            wrong[i] ^= 0xA5;
            desk.document(&format!("{i}.parquet"), wrong)
        },
    );
    let output = desk.framescope(&["run", "--only", "tables"]);
    assert!(output.status.success(), "{}", stderr(&output));
}
