def app():
    return "myapp"
