"""The cells of a terminal of 80x24, as far as ncurses uses it for TERM=xterm-256color."""

import codecs
import re

WIDTH, HEIGHT = 80, 24
TOKEN = re.compile(
    r"\x1b\[(?P<mark>[?>]?)(?P<numbers>[\d;]*)(?P<letter>[A-Za-z@`])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()].|\x1b[=>78cM]"
    r"|[\r\n\b\x07]|[^\x1b\r\n\b\x07]+", re.S)


class Screen:
    def __init__(self):
        self.rows = [[" "] * WIDTH for _ in range(HEIGHT)]
        self.x = self.y = 0
        #: What was put last, which may be repeated.
        self.last = " "
        # A character may come in two parts, and so may a sequence.
        self.decoder, self.left = codecs.getincrementaldecoder("utf-8")("replace"), ""

    def line(self, number):
        return "".join(self.rows[number])

    def feed(self, data):
        text = self.left + self.decoder.decode(data)
        place = 0
        while token := TOKEN.match(text, place):
            place = token.end()
            if token["letter"]:
                if not token["mark"]:
                    self.carry_out(token["letter"], [int(number or 0) for number in token["numbers"].split(";")])
            elif token[0] == "\r":
                self.x = 0
            elif token[0] == "\n":
                self.y = min(self.y + 1, HEIGHT - 1)
            elif token[0] == "\b":
                self.x = max(self.x - 1, 0)
            elif token[0][0] not in "\x1b\x07":
                self.put(token[0])
        self.left = text[place:]

    def put(self, text):
        for character in text:
            if self.x < WIDTH:
                self.rows[self.y][self.x] = character
                self.last = character
            self.x += 1

    def carry_out(self, letter, numbers):
        number, row = numbers[0], self.rows[self.y]
        count = max(number, 1)
        if letter in "Hf":
            self.y, self.x = count - 1, max((numbers + [1])[1], 1) - 1
        elif letter == "d":
            self.y = count - 1
        elif letter in "G`":
            self.x = count - 1
        elif letter in "ABCD":
            self.x += {"C": count, "D": -count}.get(letter, 0)
            self.y += {"B": count, "A": -count}.get(letter, 0)
        elif letter == "J":
            if number == 2:
                self.rows = [[" "] * WIDTH for _ in self.rows]
            else:
                self.blank(row, self.x, WIDTH)
                for below in self.rows[self.y + 1 :]:
                    self.blank(below, 0, WIDTH)
        elif letter == "K":
            self.blank(row, *((self.x, WIDTH), (0, self.x + 1), (0, WIDTH))[number])
        elif letter == "X":
            self.blank(row, self.x, self.x + count)
        elif letter == "b":
            self.put(self.last * count)
        elif letter == "P":
            self.rows[self.y] = (row[: self.x] + row[self.x + count :] + [" "] * WIDTH)[:WIDTH]
        elif letter == "@":
            self.rows[self.y] = (row[: self.x] + [" "] * count + row[self.x :])[:WIDTH]

    @staticmethod
    def blank(row, first, end):
        row[first:end] = [" "] * len(row[first:end])
