// The least that a program with a text field in ncurses can be: what it takes is the library's, the kernel's and the measurement's
// own share. Typed characters stand in the field, the arrows move a mark by one row, ^C ends it.
#include <curses.h>
#include <locale.h>

int main(void) {
    setlocale(LC_ALL, "");
    initscr();
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    char text[61] = "";
    int length = 0, row = 4;
    for (int key = 0; key != 3; key = getch()) {
        if (key == KEY_DOWN || key == KEY_UP) {
            mvaddch(row, 1, ' ');
            row += key == KEY_DOWN ? 1 : -1;
            if (row < 4 || row > LINES - 3) row = 4;
        } else if (key == KEY_BACKSPACE || key == 127) {
            if (length > 0) text[--length] = 0;
        } else if (key >= ' ' && key < 127 && length < 60) {
            text[length++] = (char)key;
            text[length] = 0;
        }
        if (key == 0 || key == KEY_RESIZE) {
            erase();
            box(stdscr, 0, 0);
        }
        mvaddstr(2, 2, "Name");
        attron(A_UNDERLINE);
        mvprintw(2, 8, "%-60s", text);
        attroff(A_UNDERLINE);
        mvaddch(row, 1, '>');
        mvaddstr(LINES - 2, 2, "^C Quit");
        move(2, 8 + length);
        refresh();
    }
    endwin();
    return 0;
}
