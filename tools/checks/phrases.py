#!/usr/bin/env python3
"""Checks that every phrase of app/phrase_table*.cpp is still said: each part between its `{}` must
stand in a text of the sources or in the header of a model. Checks too that both languages have the
same places, and that every dataset and analytics table has its Korean."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')
ADJACENT = re.compile(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+')
PAIR = re.compile(r'\{((?:"(?:[^"\\\n]|\\.)*"\s*)+),\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)\}')


def joined(literals):
    text = "".join(part[1:-1] for part in LITERAL.findall(literals))
    return text.replace('\\"', '"').replace("\\n", "\n")


def said():
    texts = []
    for folder in ("app", "src"):
        for path in sorted((ROOT / folder).rglob("*.cpp")):
            if not path.name.startswith("phrase_table") and not path.name.endswith("_test.cpp"):
                texts += map(joined, ADJACENT.findall(path.read_text(encoding="utf-8")))
    return "\n".join(texts + [text.replace("{}", "") for text in texts])


def descriptions():
    for path in sorted((ROOT / "models/analytics").glob("*.sql")):
        yield re.sub(r"^-- [\w.]+: ", "", path.read_text(encoding="utf-8").splitlines()[0])


def freshness():
    for path in sorted((ROOT / "src/extract").rglob("datasets.cpp")):
        for literals in re.findall(r'freshness = ((?:"[^"]*"\s*)+)',
                                   path.read_text(encoding="utf-8")):
            yield joined(literals)


def fits(places, korean):
    """Korean may leave out places that it names by number, such as the ending of a plural."""
    if all(korean):
        return all(int(number) < places for number in korean)
    return places == len(korean)


def main():
    tables = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("app/phrase_table*.cpp"))]
    phrases = [(joined(en), joined(ko)) for table in tables for en, ko in PAIR.findall(table)]
    sources = said() + "\n" + "\n".join(descriptions())
    wrong = []
    for en, ko in phrases:
        if not fits(en.count("{}"), re.findall(r"\{(\d?)\}", ko)) or not re.search("[가-힣]", ko):
            wrong.append(f"the Korean does not fit: {en}")
        for part in en.split("{}"):
            # Some texts are put together of several.
            words = [part] if part in sources else re.split(r'[";,:()]|must be| or ', part)
            if any(word.strip() and word.strip() not in sources for word in words):
                wrong.append(f"nothing says this any more: {part!r} of {en!r}")
    known = {en for en, _ in phrases}
    for text in [*descriptions(), *freshness()]:
        if text not in known:
            wrong.append(f"app/phrase_table.cpp has no Korean of: {text}")
    print("\n".join(wrong + [f"{len(phrases)} phrases, {len(wrong)} wrong"]))
    return 1 if wrong or not phrases else 0


if __name__ == "__main__":
    sys.exit(main())
